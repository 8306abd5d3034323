/** What our extensions use of htmx 4.0.1; its own htmx.d.ts does not describe hooks. */
interface HtmxContext {
  sourceElement: Element;
  target: Element;
  swap: string;
  text?: string;
  response?: { raw: Response; status: number };
  request: { method: string; action: string; headers: Record<string, string>; body: FormData; form?: HTMLFormElement | null; submitter?: Element | null };
  /** What op.js, guard.js and focus.js remember between hooks. */
  op?: { owner: Element; id: string; field: HTMLInputElement | null };
  sent?: Map<Element, string>;
  focused?: Element | null;
  tasks?: HtmxTask[];
  parents?: (Element | null)[];
}
interface HtmxTask { type: string; fragment: DocumentFragment; target: Element | null; swapSpec: { style: string } }
type HtmxHook = (elt: Element, detail: any) => boolean | void;
/** What was done in a session or written of a visit, and has no answer yet. `sent`: on its way; `native`: the browser itself sends the form. */
interface OutboxRecord {
  n?: number; op: string; url: string; body: [string, FormDataEntryValue][]; user: string; at: number;
  state: 'sent' | 'native' | 'waiting' | 'refused'; why?: string; problems?: Record<string, string>;
  page: string; form?: { action: string; hidden: string }; words: string; labels: Record<string, string>;
}
declare const htmx: {
  uuid(): string;
  process(el: Element): void;
  outbox: { all(): Promise<OutboxRecord[]>; put(rec: OutboxRecord): Promise<void>; drop(rec: OutboxRecord): Promise<void>; flush(): Promise<void>; me(): string; kept(url: string): boolean };
  registerExtension(name: string, hooks: Record<string, HtmxHook>): void;
  ajax(verb: string, path: string, options: object): Promise<void>;
};
