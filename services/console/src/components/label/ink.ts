/** sRGB channel to light, WCAG 2.2. */
const light = (hex: string): number => {
  const share = Number.parseInt(hex, 16) / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Black or white, whichever stands out more on a colour like `#1a2b3c`. */
export const inkOn = (colour: string): '#000000' | '#ffffff' => {
  const luminance =
    0.2126 * light(colour.slice(1, 3)) +
    0.7152 * light(colour.slice(3, 5)) +
    0.0722 * light(colour.slice(5, 7));
  // Where (L + 0.05) / 0.05 and 1.05 / (L + 0.05) are the same.
  return luminance > 0.179 ? '#000000' : '#ffffff';
};
