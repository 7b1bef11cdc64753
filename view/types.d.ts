// Types of what crosses files and the bridge, for `tsc --checkJs` only; nothing of this runs.

interface Transport {
  send: (text: string) => void;
  listen: (handle: (text: string) => void) => void;
}

/** One finger, in CSS pixels. */
interface TouchPoint {
  identifier: number;
  pageX: number;
  pageY: number;
  clientX: number;
  clientY: number;
  force: number;
}

interface EventInit2 {
  detail?: unknown;
  touches?: TouchPoint[];
  changedTouches?: TouchPoint[];
  /** Where the target begins on the page, CSS pixels. */
  target?: { offsetLeft: number; offsetTop: number };
  /** Only the element itself hears it. */
  local?: boolean;
}

type ViewMessage = { t: string; [field: string]: unknown };

/** insert, remove, move, text, attribute: see README.md. */
type PatchOp =
  | ['i', number, number, number, number, string]
  | ['r', number]
  | ['m', number, number, number]
  | ['t', number, string]
  | ['a', number, string, string | null];

interface CoreMessage {
  t: string;
  ops?: PatchOp[];
  ack?: number;
  id?: number;
  op?: string;
  v?: unknown;
  [field: string]: unknown;
}

interface RectQuery {
  n: number;
  fields?: {
    id?: boolean;
    rect?: boolean;
    size?: boolean;
    scrollOffset?: boolean;
    properties?: string[];
    computedStyle?: string[];
  };
}

/** What a tap tells the built-in elements above its target. */
interface TapContext {
  x: number;
  y: number;
  target: Element;
  /** A control inside has used the tap already. */
  used: boolean;
}

interface Node {
  /** Chromium 133 and later: moves without losing state. */
  moveBefore?: (node: Node, before: Node | null) => void;
}
