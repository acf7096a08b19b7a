/** Where a picture comes to lie inside a frame: pixels of the frame. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest centred placement of a picture in a frame that keeps its proportions. */
export function letterbox(picture: Size, frame: Size): Placement {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = Math.min(frame.width, Math.max(1, Math.round(picture.width * scale)));
  const height = Math.min(frame.height, Math.max(1, Math.round(picture.height * scale)));
  return { left: (frame.width - width) >> 1, top: (frame.height - height) >> 1, width, height };
}

export type Corners = readonly [x1: number, y1: number, x2: number, y2: number];

/** From 0..1 of the frame to 0..1 of the picture that lies in it, cut at the picture's edge. */
export function toPicture(box: Corners, frame: Size, placement: Placement): Corners {
  const x = (value: number): number => clamp((value * frame.width - placement.left) / placement.width);
  const y = (value: number): number => clamp((value * frame.height - placement.top) / placement.height);
  return [x(box[0]), y(box[1]), x(box[2]), y(box[3])];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
