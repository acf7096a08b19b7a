import { useRef } from 'react';
import { mayAct } from './keys';
import { useLabeller } from './labeller-context';
import type { ViewControl } from './stage/use-view';
import { zoomStep } from './stage/zoom-tools';
import { useKeys, type OnKey } from './use-keys';
import type { Saying } from './use-saying';

interface Options {
  readonly control: ViewControl;
  readonly saying: Saying;
  /** Comes first: what the task does with a key. */
  readonly onKey: OnKey;
  readonly exclude: () => void;
  readonly help: () => void;
}

const toSearch = (): void => document.querySelector<HTMLElement>('[data-search]')?.focus();
const toTray = (): void => document.querySelector<HTMLElement>('[data-tray] button')?.focus();

/** Keys that every task has. Tells whether Space is held: then a drag moves the picture. */
export const useDeskKeys = ({ control, saying, onKey, exclude, help }: Options): (() => boolean) => {
  const { session, mayLabel } = useLabeller();
  /** Where the picture lay when Space went down: if it was moved meanwhile, Space does not skip. */
  const heldAt = useRef<string>(undefined);
  const placeOf = (): string => JSON.stringify(control.view);
  const commands: Readonly<Record<string, () => void>> = {
    ArrowRight: () => session.go(1),
    ArrowLeft: () => session.go(-1),
    '+': () => control.zoom(zoomStep),
    '=': () => control.zoom(zoomStep),
    '-': () => control.zoom(1 / zoomStep),
    f: control.fit,
    r: control.actual,
    c: toTray,
    '/': toSearch,
    '?': help,
    ...(mayLabel ? { u: saying.undo, e: exclude } : {}),
  };
  const run = (key: string, event: KeyboardEvent): boolean => {
    const command = commands[key];
    if (mayAct(key, event)) command?.();
    return command !== undefined;
  };
  const undo = (key: string, event: KeyboardEvent): boolean => {
    const isUndo = key === 'z' && !event.shiftKey && !event.altKey && mayLabel;
    if (isUndo && mayAct(key, event)) saying.undo();
    return isUndo;
  };
  const down: OnKey = (key, event) => {
    if (onKey(key, event)) return true;
    if (event.ctrlKey || event.metaKey) return undo(key, event);
    if (event.altKey) return false;
    if (key !== ' ') return run(key, event);
    heldAt.current ??= placeOf();
    return true;
  };
  const up: OnKey = (key, event) => {
    if (key !== ' ') return onKey(key, event);
    const skips = heldAt.current === placeOf();
    heldAt.current = undefined;
    if (skips) session.go(1);
    return true;
  };
  useKeys(down, up);
  return () => heldAt.current !== undefined;
};
