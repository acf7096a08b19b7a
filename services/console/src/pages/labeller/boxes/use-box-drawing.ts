import { useState } from 'react';
import { areaBetween, moveArea, resizeArea, type Area, type Point, type Size } from '../geometry/area';
import type { Drawing, Gesture } from '../stage/gesture';
import type { Mode } from '../stage/zoom-tools';
import type { BoxEdit, BoxEditor } from './box-editor';
import { cursorOf, gripAt, pickedAt, type Grip } from './grip';

/** A box while it is drawn, moved or pulled. */
export interface Preview {
  readonly id: number | undefined;
  readonly area: Area;
}

interface Options {
  readonly editor: BoxEditor;
  readonly edit: (edit: BoxEdit) => void;
  readonly size: Size;
  readonly mode: Mode;
  readonly isEnabled: boolean;
}

const areaFor = (grip: Grip, from: Point, to: Point, size: Size): Area | undefined => {
  switch (grip.kind) {
    case 'draw':
      return areaBetween(from, to, size);
    case 'move': {
      const { x, y, w, h } = grip.box;
      return moveArea({ x, y, w, h }, { x: to.x - from.x, y: to.y - from.y }, size);
    }
    case 'resize':
      return resizeArea(grip.box, grip.handle, to, size);
    case 'none':
      return undefined;
    default:
      return grip satisfies never;
  }
};

/** Drawing, moving and pulling boxes with a pointer; clicking selects a box and takes a suggestion over. */
export const useBoxDrawing = ({ editor, edit, size, mode, isEnabled }: Options) => {
  const [preview, setPreview] = useState<Preview>();
  const gestureOf = (grip: Grip, from: Point): Gesture | undefined => {
    if (grip.kind === 'none') return undefined;
    const id = grip.kind === 'draw' ? undefined : grip.box.id;
    return {
      move: (to) => {
        const area = areaFor(grip, from, to, size);
        setPreview(area && { id, area });
      },
      end: (to) => {
        setPreview(undefined);
        const area = areaFor(grip, from, to, size);
        if (area) edit(id === undefined ? { type: 'draw', area } : { type: 'reshape', id, area });
      },
      cancel: () => setPreview(undefined),
    };
  };
  const drawing: Drawing = {
    begin: (at, reach) => (isEnabled ? gestureOf(gripAt(editor, at, reach, mode), at) : undefined),
    click: (at, { slack }) => {
      const id = pickedAt(editor, at, slack / 2);
      edit(id !== undefined && id < 0 && isEnabled ? { type: 'accept', id } : { type: 'select', id });
    },
    cursor: (at, reach) => (isEnabled ? cursorOf(gripAt(editor, at, reach, mode)) : 'grab'),
  };
  return { drawing, preview };
};
