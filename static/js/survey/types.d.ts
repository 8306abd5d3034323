/** What internal/survey/program.go compiles a form to. */
export interface Program {
  title: string;
  id: string;
  version: string;
  languages: string[];
  elements: Element[];
  lists: List[];
  rules: { element: number; what: string; code: Code }[];
  affects: number[][];
  instance?: Code;
}

export type Code = number | string | [string, ...any[]];

export interface Element {
  name: string;
  type: string;
  parent: number;
  scope: number;
  slot: number;
  kind: string;
  answer?: string;
  list: number;
  other?: boolean;
  orOther?: boolean;
  silent?: boolean;
  meta?: boolean;
  calculated?: boolean;
  volatile?: boolean;
  appearance?: string[];
  parameters?: Record<string, string>;
  range?: number[];
  default?: string;
  dynamic?: Code;
  filter?: Code;
  shuffle?: Code;
  label?: Words;
  hint?: Words;
  image?: Words;
  requiredMessage?: Words;
  constraintMessage?: Words;
  children?: number[];
}

export type Words = Record<string, (string | number)[]>;

export interface List {
  name: string;
  names: string[];
  labels: (Record<string, string> | null)[];
  images?: (Record<string, string> | null)[];
  columns?: Record<string, string[]>;
}

/** An element of the answers, or a row of a list and a column of it. */
export interface Node {
  frame: Frame | null;
  el: number;
  list: number;
  row: number;
  column: string;
}

/** The answers of the form, or of one instance of a repeat. */
export interface Frame {
  scope: number;
  index: number;
  parent: Frame | null;
  cells: Cell[];
  kids: Map<number, Frame[]>;
}

export interface Cell {
  s: string;
  n: number;
  k: string;
  given: boolean;
  irrelevant: boolean;
  required: boolean;
  readonly: boolean;
  violates: boolean;
  misses: boolean;
}

export interface Context {
  current: Node;
  here: Node;
  position: number;
}

/** What an interview knows of the world around it. */
export interface Env {
  /** ISO 8601 with the zone that the answers are given in. */
  now: string;
  random?: () => number;
  language?: string;
  deviceid?: string;
  username?: string;
  months?: string[];
  weekdays?: string[];
}

export interface State {
  path: string;
  element: number;
  value: string;
  relevant: boolean;
  required: boolean;
  readonly: boolean;
  /** required, type, range, choice or constraint; empty if the answer can stay. */
  wrong: string;
}

/** What is asked at once. */
export interface Screen {
  path: string;
  /** Of a repeat that may grow, none. */
  asks: string[];
  within: string[];
  more: boolean;
  element: number;
}
