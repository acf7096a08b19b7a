import { useRef, type PointerEvent } from 'react';
import type { Point } from '../geometry/area';
import { toPicture } from '../geometry/view';
import type { Drawing, Gesture, Reach } from './gesture';
import type { ViewControl } from './use-view';

interface Grasp {
  readonly start: Point;
  readonly gesture: Gesture | undefined;
  last: Point;
  isClick: boolean;
}

/** Pixels of the screen within which a press is a click, and that a hand may miss a handle by. */
const stillness = (pointerType: string): number => (pointerType === 'touch' ? 10 : 4);
const reachOf = (pointerType: string): number => (pointerType === 'touch' ? 22 : 8);

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

interface Options {
  readonly control: ViewControl;
  readonly drawing: Drawing;
  /** Space is held: whatever is dragged, the picture moves. */
  readonly isPanning: () => boolean;
  readonly onPoint: (at: Point | undefined) => void;
}

const onStage = (event: PointerEvent<HTMLElement>): Point => {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
};

/** Mouse, pen and fingers on the stage: one draws, two zoom and move, Space or the middle button moves. */
export const usePointers = ({ control, drawing, isPanning, onPoint }: Options) => {
  const fingers = useRef(new Map<number, Point>());
  const grasp = useRef<Grasp>(undefined);
  const { view, zoom, pan } = control;
  const reachIn = ({ pointerType, shiftKey }: PointerEvent): Reach => ({
    slack: reachOf(pointerType) / view.scale,
    anew: shiftKey,
  });

  const down = (event: PointerEvent<HTMLElement>): void => {
    if (event.button > 1) return;
    const at = onStage(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, at);
    if (fingers.current.size > 1) {
      grasp.current?.gesture?.cancel();
      grasp.current = undefined;
      return;
    }
    const pans = isPanning() || event.button === 1;
    const gesture = pans ? undefined : drawing.begin(toPicture(view, at), reachIn(event));
    grasp.current = { start: at, last: at, gesture, isClick: !pans };
  };

  const pinch = (id: number, at: Point): void => {
    const before = fingers.current.get(id);
    const other = [...fingers.current].find(([one]) => one !== id)?.[1];
    if (!before || !other) return;
    const [from, to] = [middle(before, other), middle(at, other)];
    pan({ x: to.x - from.x, y: to.y - from.y });
    zoom(distance(at, other) / Math.max(distance(before, other), 1), to);
  };

  const drag = (held: Grasp, at: Point, pointerType: string): void => {
    if (distance(at, held.start) > stillness(pointerType)) held.isClick = false;
    if (held.isClick) return;
    if (held.gesture) held.gesture.move(toPicture(view, at));
    else pan({ x: at.x - held.last.x, y: at.y - held.last.y });
    held.last = at;
  };

  const hover = (event: PointerEvent<HTMLElement>, at: Point): void => {
    const cursor = isPanning() ? 'grab' : drawing.cursor(toPicture(view, at), reachIn(event));
    event.currentTarget.style.cursor = cursor;
  };

  const move = (event: PointerEvent<HTMLElement>): void => {
    const at = onStage(event);
    const held = grasp.current;
    if (fingers.current.size > 1) pinch(event.pointerId, at);
    else if (held) drag(held, at, event.pointerType);
    else hover(event, at);
    if (fingers.current.has(event.pointerId)) fingers.current.set(event.pointerId, at);
    onPoint(toPicture(view, at));
  };

  const up = (event: PointerEvent<HTMLElement>): void => {
    fingers.current.delete(event.pointerId);
    const held = grasp.current;
    grasp.current = undefined;
    if (!held) return;
    const at = toPicture(view, onStage(event));
    if (!held.isClick) held.gesture?.end(at);
    else {
      held.gesture?.cancel();
      drawing.click(at, reachIn(event));
    }
  };

  const cancel = (event: PointerEvent<HTMLElement>): void => {
    fingers.current.delete(event.pointerId);
    grasp.current?.gesture?.cancel();
    grasp.current = undefined;
  };

  return {
    onPointerDown: down,
    onPointerMove: move,
    onPointerUp: up,
    onPointerCancel: cancel,
    onPointerLeave: () => onPoint(undefined),
  };
};
