import type { Store } from '../../../lib/store';
import { useStore } from '../../../lib/use-store';
import { onGrid, type Point, type Size } from '../geometry/area';
import { toScreen, type View } from '../geometry/view';

interface Props {
  readonly pointer: Store<Point | undefined>;
  readonly view: View;
  readonly picture: Size;
  readonly withLines: boolean;
}

const isOn = ({ x, y }: Point, { width, height }: Size): boolean =>
  x >= 0 && y >= 0 && x <= width && y <= height;

/** Where the pointer is, in pixels of the picture; lines show where a box would begin. */
export const Crosshair = ({ pointer, view, picture, withLines }: Props) => {
  const at = useStore(pointer);
  if (!at || !isOn(at, picture)) return null;
  const { x, y } = toScreen(view, at);
  return (
    <>
      {withLines && (
        <>
          <span className="lb-line" style={{ left: x, top: 0, bottom: 0, width: 1 }} />
          <span className="lb-line" style={{ top: y, left: 0, right: 0, height: 1 }} />
        </>
      )}
      <span className="lb-coordinates num">
        {onGrid(Math.round(at.x * 10) / 10)}, {onGrid(Math.round(at.y * 10) / 10)}
      </span>
    </>
  );
};
