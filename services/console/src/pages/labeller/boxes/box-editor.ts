import type { LabelBox } from '@tutti/contracts/datasets';
import { beginHistory, changeHistory, redoHistory, undoHistory, type EditHistory } from '../edit-history';
import { growArea, middleArea, moveArea, type Area, type Point, type Size } from '../geometry/area';
import type { Suggestion } from './suggestions';

export interface EditBox extends LabelBox {
  /** Above 0, of this editor alone; suggestions have those below. */
  readonly id: number;
}

/** What stands in a picture: what a person says, and what is left of what a model said. */
export interface Content {
  readonly boxes: readonly EditBox[];
  readonly suggestions: readonly Suggestion[];
}

export interface BoxEditor {
  readonly history: EditHistory<Content>;
  readonly selected: number | undefined;
  /** Of the boxes that are drawn next. */
  readonly classKey: string | undefined;
  readonly nextId: number;
}

export type BoxEdit =
  | { readonly type: 'draw'; readonly area: Area }
  | { readonly type: 'reshape'; readonly id: number; readonly area: Area }
  | { readonly type: 'nudge'; readonly by: Point; readonly size: Size; readonly grow: boolean }
  | { readonly type: 'delete' | 'undo' | 'redo' | 'accept-all' | 'dismiss-all' | 'clear' }
  | { readonly type: 'add' | 'duplicate'; readonly size: Size }
  | { readonly type: 'classify'; readonly classKey: string }
  | { readonly type: 'accept'; readonly id: number }
  | { readonly type: 'paste'; readonly boxes: readonly LabelBox[] }
  | { readonly type: 'select'; readonly id: number | undefined };

const numbered = (boxes: readonly LabelBox[], from: number): readonly EditBox[] =>
  boxes.map(({ classKey, x, y, w, h }, index) => ({ id: from + index, classKey, x, y, w, h }));

/** Without what only the editor knows: as a label says it. */
export const plainBoxes = (boxes: readonly EditBox[]): LabelBox[] =>
  boxes.map(({ classKey, x, y, w, h }) => ({ classKey, x, y, w, h }));

export const openEditor = (
  boxes: readonly LabelBox[],
  suggestions: readonly Suggestion[],
  classKey: string | undefined,
): BoxEditor => ({
  history: beginHistory({ boxes: numbered(boxes, 1), suggestions }),
  selected: undefined,
  classKey,
  nextId: boxes.length + 1,
});

/** As `openEditor`, with boxes that were undone: redoing brings them back. */
export const withUndone = (editor: BoxEditor, boxes: readonly LabelBox[]): BoxEditor => {
  const undone = { boxes: numbered(boxes, editor.nextId), suggestions: [] };
  return {
    ...editor,
    history: { ...editor.history, future: [undone] },
    nextId: editor.nextId + boxes.length,
  };
};

const contentOf = ({ history }: BoxEditor): Content => history.present;

const edited = (editor: BoxEditor, content: Partial<Content>, tag?: string): BoxEditor => ({
  ...editor,
  history: changeHistory(editor.history, { ...contentOf(editor), ...content }, tag),
});

const added = (editor: BoxEditor, boxes: readonly LabelBox[], rest: Partial<Content> = {}): BoxEditor => {
  if (boxes.length === 0) return editor;
  const fresh = numbered(boxes, editor.nextId);
  return {
    ...edited(editor, { ...rest, boxes: [...contentOf(editor).boxes, ...fresh] }),
    selected: fresh.at(-1)?.id,
    nextId: editor.nextId + fresh.length,
  };
};

const reshaped = (editor: BoxEditor, id: number, area: Area, tag?: string): BoxEditor => {
  const boxes = contentOf(editor).boxes.map((box) => (box.id === id ? { ...box, ...area } : box));
  return edited(editor, { boxes }, tag);
};

const without = (editor: BoxEditor, id: number | undefined): BoxEditor => {
  const { boxes, suggestions } = contentOf(editor);
  if (![...boxes, ...suggestions].some((one) => one.id === id)) return editor;
  const left = {
    boxes: boxes.filter((one) => one.id !== id),
    suggestions: suggestions.filter((one) => one.id !== id),
  };
  return { ...edited(editor, left), selected: undefined };
};

export const selectedBox = (editor: BoxEditor): EditBox | undefined =>
  contentOf(editor).boxes.find(({ id }) => id === editor.selected);

const nudged = (editor: BoxEditor, { by, size, grow }: Extract<BoxEdit, { type: 'nudge' }>): BoxEditor => {
  const box = selectedBox(editor);
  if (!box) return editor;
  const { id, x, y, w, h } = box;
  const area = grow ? growArea({ x, y, w, h }, by, size) : moveArea({ x, y, w, h }, by, size);
  return reshaped(editor, id, area, `${grow ? 'grow' : 'move'} ${id}`);
};

const drawn = (editor: BoxEditor, area: Area | undefined): BoxEditor =>
  area && editor.classKey !== undefined ? added(editor, [{ classKey: editor.classKey, ...area }]) : editor;

const offset = 12;

const duplicated = (editor: BoxEditor, size: Size): BoxEditor => {
  const box = selectedBox(editor);
  if (!box) return editor;
  const { classKey, x, y, w, h } = box;
  return added(editor, [{ classKey, ...moveArea({ x, y, w, h }, { x: offset, y: offset }, size) }]);
};

const classified = (editor: BoxEditor, classKey: string): BoxEditor => {
  const box = selectedBox(editor);
  if (!box) return { ...editor, classKey };
  const boxes = contentOf(editor).boxes.map((one) => (one.id === box.id ? { ...one, classKey } : one));
  return { ...(box.classKey === classKey ? editor : edited(editor, { boxes })), classKey };
};

/** Takes suggestions over. Those whose class nobody knows here get the one that is drawn with. */
const accepted = (editor: BoxEditor, wanted: (id: number) => boolean): BoxEditor => {
  const { suggestions } = contentOf(editor);
  const taken = suggestions.flatMap((one) => {
    const classKey = one.classKey ?? editor.classKey;
    return wanted(one.id) && classKey !== undefined ? [{ ...one, classKey }] : [];
  });
  const ids = new Set(taken.map(({ id }) => id));
  return added(editor, taken, { suggestions: suggestions.filter(({ id }) => !ids.has(id)) });
};

const cleared = (editor: BoxEditor): BoxEditor => ({
  ...edited(editor, { boxes: [], suggestions: [] }),
  selected: undefined,
});

export const isEmpty = (editor: BoxEditor): boolean => contentOf(editor).boxes.length === 0;

/** Undone or redone. What came back or changed by that is selected, or what was, where it still is. */
const stepped = (editor: BoxEditor, history: EditHistory<Content>): BoxEditor => {
  const before = contentOf(editor);
  const { boxes, suggestions } = history.present;
  const changed = boxes.findLast((box) => !before.boxes.includes(box));
  const stays = [...boxes, ...suggestions].some(({ id }) => id === editor.selected);
  return { ...editor, history, selected: changed?.id ?? (stays ? editor.selected : undefined) };
};

export const editBoxes = (editor: BoxEditor, edit: BoxEdit): BoxEditor => {
  switch (edit.type) {
    case 'draw':
      return drawn(editor, edit.area);
    case 'add':
      return drawn(editor, middleArea(edit.size));
    case 'reshape':
      return reshaped(editor, edit.id, edit.area);
    case 'nudge':
      return nudged(editor, edit);
    case 'delete':
      return without(editor, editor.selected);
    case 'duplicate':
      return duplicated(editor, edit.size);
    case 'classify':
      return classified(editor, edit.classKey);
    case 'accept':
      return accepted(editor, (id) => id === edit.id);
    case 'accept-all':
      return accepted(editor, () => true);
    case 'dismiss-all':
      return edited(editor, { suggestions: [] });
    case 'clear':
      return cleared(editor);
    case 'paste':
      return added(editor, edit.boxes);
    case 'select':
      return { ...editor, selected: edit.id };
    case 'undo':
      return stepped(editor, undoHistory(editor.history));
    case 'redo':
      return stepped(editor, redoHistory(editor.history));
    default:
      return edit satisfies never;
  }
};

/** The box or suggestion after the selected one; undefined past the last: Tab goes on then as everywhere. */
export const neighbour = (editor: BoxEditor, step: 1 | -1): number | undefined => {
  const { boxes, suggestions } = contentOf(editor);
  const ids = [...boxes, ...suggestions].map(({ id }) => id);
  if (editor.selected === undefined) return step === 1 ? ids[0] : ids.at(-1);
  const at = ids.indexOf(editor.selected) + step;
  return at < 0 ? undefined : ids[at];
};
