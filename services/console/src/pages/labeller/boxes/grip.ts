import { areasAt, handlePoint, handles, type Handle, type Point } from '../geometry/area';
import type { Mode } from '../stage/zoom-tools';
import type { Reach } from '../stage/gesture';
import { selectedBox, type BoxEditor, type EditBox } from './box-editor';

/** What a hand gets hold of. */
export type Grip =
  | { readonly kind: 'resize'; readonly box: EditBox; readonly handle: Handle }
  | { readonly kind: 'move'; readonly box: EditBox }
  | { readonly kind: 'draw' }
  | { readonly kind: 'none' };

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The nearest of the handles that can be reached. */
const handleAt = (box: EditBox, at: Point, slack: number): Handle | undefined => {
  const near = handles
    .map((handle) => ({ handle, away: distance(handlePoint(box, handle), at) }))
    .filter(({ away }) => away <= slack)
    .sort((a, b) => a.away - b.away);
  return near[0]?.handle;
};

/** Only what is selected can be moved or pulled: a box can be drawn on top of others. */
export const gripAt = (editor: BoxEditor, at: Point, { slack, anew }: Reach, mode: Mode): Grip => {
  const box = anew ? undefined : selectedBox(editor);
  if (box) {
    const handle = handleAt(box, at, slack);
    if (handle) return { kind: 'resize', box, handle };
    if (areasAt([box], at).length > 0) return { kind: 'move', box };
  }
  return { kind: mode === 'draw' || anew ? 'draw' : 'none' };
};

/** What a click means: the smallest under the pointer; again, the next one below it. */
export const pickedAt = (editor: BoxEditor, at: Point, slack: number): number | undefined => {
  const { boxes, suggestions } = editor.history.present;
  const under = areasAt<{ id: number; x: number; y: number; w: number; h: number }>(
    [...boxes, ...suggestions],
    at,
    slack,
  );
  const selected = under.findIndex(({ id }) => id === editor.selected);
  return under[(selected + 1) % Math.max(under.length, 1)]?.id;
};

const cursors: Readonly<Record<Handle, string>> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
};

export const cursorOf = (grip: Grip): string => {
  switch (grip.kind) {
    case 'resize':
      return cursors[grip.handle];
    case 'move':
      return 'move';
    case 'draw':
      return 'crosshair';
    case 'none':
      return 'grab';
    default:
      return grip satisfies never;
  }
};
