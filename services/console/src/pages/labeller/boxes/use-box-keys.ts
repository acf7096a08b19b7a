import type { Item, ShownClass } from '@tutti/contracts/datasets';
import type { Point } from '../geometry/area';
import type { OnKey } from '../use-keys';
import { neighbour, selectedBox, type BoxEdit, type BoxEditor } from './box-editor';

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const farther = 10;

interface Options {
  readonly item: Item;
  readonly editor: BoxEditor;
  readonly edit: (edit: BoxEdit) => void;
  readonly keys: ReadonlyMap<string, ShownClass>;
  readonly isEnabled: boolean;
  readonly save: () => void;
  readonly nothing: () => void;
  readonly copy: () => void;
  readonly hide: (hidden: boolean) => void;
  readonly choose: (key: string) => void;
}

const nudge = ({ editor, edit, item }: Options, key: string, event: KeyboardEvent): boolean => {
  const by = arrows[key];
  if (!by || !selectedBox(editor)) return false;
  const step = event.shiftKey ? farther : 1;
  edit({ type: 'nudge', by: { x: by.x * step, y: by.y * step }, size: item, grow: event.altKey });
  return true;
};

/** Tab leads through the boxes while the picture has the focus; past the last one it leads on, as everywhere. */
const cycle = ({ editor, edit }: Options, { shiftKey, target }: KeyboardEvent): boolean => {
  if (!(target instanceof HTMLElement) || target.dataset['stage'] === undefined) return false;
  const id = neighbour(editor, shiftKey ? -1 : 1);
  edit({ type: 'select', id });
  return id !== undefined;
};

const withCommand = ({ editor, edit }: Options, key: string, { shiftKey }: KeyboardEvent): boolean => {
  const { past, future } = editor.history;
  if (key === 'z' && !shiftKey && past.length > 0) edit({ type: 'undo' });
  else if ((key === 'y' || (key === 'z' && shiftKey)) && future.length > 0) edit({ type: 'redo' });
  else return key === 'y' || (key === 'z' && shiftKey);
  return true;
};

const enter = ({ editor, edit, save }: Options): void => {
  const { selected } = editor;
  if (selected !== undefined && selected < 0) edit({ type: 'accept', id: selected });
  else save();
};

const commandsOf = (options: Options): Readonly<Record<string, () => void>> => {
  const { edit, item } = options;
  const remove = (): void => edit({ type: 'delete' });
  return {
    Enter: () => enter(options),
    Delete: remove,
    Backspace: remove,
    s: options.save,
    '0': options.nothing,
    ')': options.nothing,
    a: () => edit({ type: 'accept-all' }),
    x: () => edit({ type: 'dismiss-all' }),
    n: () => edit({ type: 'add', size: item }),
    d: () => edit({ type: 'duplicate', size: item }),
    v: options.copy,
  };
};

/** Keys that look at boxes without changing any. */
const looking = (options: Options, key: string, event: KeyboardEvent): boolean => {
  const { editor, edit, hide } = options;
  if (key === 'h') hide(event.type === 'keydown');
  else if (event.type !== 'keydown') return false;
  else if (key === 'Tab') return cycle(options, event);
  else if (key === 'Escape' && editor.selected !== undefined) edit({ type: 'select', id: undefined });
  else return false;
  return true;
};

/** Keys that change boxes. */
const drawing = (options: Options, key: string, event: KeyboardEvent): boolean => {
  if (nudge(options, key, event)) return true;
  const command = commandsOf(options)[key];
  if (!command || event.altKey) return false;
  // A key that is held must not do it to all that follows.
  if (!event.repeat) command();
  return true;
};

const isWithCommand = ({ ctrlKey, metaKey }: KeyboardEvent): boolean => ctrlKey || metaKey;

/** Keys of drawing. Those of classes come first. */
export const boxKeys =
  (options: Options): OnKey =>
  (key, event) => {
    const { keys, isEnabled, choose } = options;
    const isActive = isEnabled && event.type === 'keydown';
    const isCommand = isWithCommand(event);
    const of = isCommand || event.shiftKey ? undefined : keys.get(key);
    if (!of && !isCommand && looking(options, key, event)) return true;
    if (!isActive) return false;
    if (isCommand) return withCommand(options, key, event);
    if (!of) return drawing(options, key, event);
    choose(of.key);
    return true;
  };
