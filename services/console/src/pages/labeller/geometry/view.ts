import { onGrid, type Point, type Size } from './area';

/** How the picture lies on the screen: `screen = picture × scale + (x, y)`, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const largest = 64;
/** Of the picture, always in sight. */
const leastInSight = 48;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export const toScreen = ({ scale, x, y }: View, point: Point): Point => ({
  x: point.x * scale + x,
  y: point.y * scale + y,
});

/** To the grid of a thousandth of a pixel; it may lie outside the picture. */
export const toPicture = ({ scale, x, y }: View, point: Point): Point => ({
  x: onGrid((point.x - x) / scale),
  y: onGrid((point.y - y) / scale),
});

const centred = (scale: number, picture: Size, screen: Size): View => ({
  scale,
  x: (screen.width - picture.width * scale) / 2,
  y: (screen.height - picture.height * scale) / 2,
});

/** The whole picture, as large as it gets; small ones up to eight times. */
export const fitView = (picture: Size, screen: Size, margin = 12): View => {
  const room = (side: number): number => Math.max(side - 2 * margin, 1);
  const scale = Math.min(room(screen.width) / picture.width, room(screen.height) / picture.height, 8);
  return centred(scale, picture, screen);
};

/** One pixel of the picture is one of the screen. */
export const actualView = (picture: Size, screen: Size): View => centred(1, picture, screen);

const inSight = (view: View, picture: Size, screen: Size): View => {
  const least = (side: number): number => Math.min(leastInSight, side * view.scale);
  const [horizontal, vertical] = [least(picture.width), least(picture.height)];
  return {
    scale: view.scale,
    x: clamp(view.x, horizontal - picture.width * view.scale, screen.width - horizontal),
    y: clamp(view.y, vertical - picture.height * view.scale, screen.height - vertical),
  };
};

/** What zooming and panning happen on. */
export interface Desk {
  readonly picture: Size;
  readonly screen: Size;
}

export const panBy = (view: View, by: Point, { picture, screen }: Desk): View =>
  inSight({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, screen);

/** Larger or smaller by a factor; what is under `at` (screen) stays there. */
export const zoomAt = (view: View, factor: number, at: Point, { picture, screen }: Desk): View => {
  const least = Math.min(fitView(picture, screen).scale / 2, 1);
  const scale = clamp(view.scale * factor, least, largest);
  const by = scale / view.scale;
  const zoomed = { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by };
  return inSight(zoomed, picture, screen);
};

export const middleOf = ({ width, height }: Size): Point => ({ x: width / 2, y: height / 2 });
