// Types of what crosses files and the bridge, for `tsc --checkJs` only; nothing of this runs.

/** What the app calls in the world of relay.js, and the handler that only this world has. */
declare var banchanOpen: () => void;
declare var banchanSay: (text: string) => void;
declare var webkit: { messageHandlers: { banchan: { postMessage: (text: string) => void } } };

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

/** What late scripts get, by name: made where the scripts are joined. */
declare function lateKit(): Record<string, unknown>;

interface Window {
  /** How a late script hands itself over; nothing of the mini-program runs in this realm. */
  banchanLate?: (name: string, run: (kit: Record<string, unknown>) => void) => void;
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
    context?: boolean;
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
