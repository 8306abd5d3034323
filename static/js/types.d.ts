/** What our extensions use of htmx 4.0.1; its own htmx.d.ts does not describe hooks. */
interface HtmxContext {
  sourceElement: Element;
  target: Element;
  swap: string;
  text?: string;
  response?: { raw: Response; status: number };
  request: { method: string; action: string; headers: Record<string, string>; body: FormData; form?: HTMLFormElement | null };
  /** What op.js, guard.js and focus.js remember between hooks. */
  op?: { owner: Element; id: string; field: HTMLInputElement | null };
  sent?: Map<Element, string>;
  focused?: Element | null;
  tasks?: HtmxTask[];
  parents?: (Element | null)[];
}
interface HtmxTask { type: string; fragment: DocumentFragment; target: Element | null; swapSpec: { style: string } }
type HtmxHook = (elt: Element, detail: any) => boolean | void;
declare const htmx: {
  registerExtension(name: string, hooks: Record<string, HtmxHook>): void;
  ajax(verb: string, path: string, options: object): Promise<void>;
};
