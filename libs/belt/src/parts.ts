/** What lies on the belt: key, name for people, file in npm `@lobehub/fluent-emoji-3d` (Microsoft, MIT). */
export interface Part {
  readonly key: string;
  readonly name: string;
  readonly file: string;
}

const part = (key: string, name: string, codepoint: string): Part => ({
  key,
  name,
  file: `${codepoint}.webp`,
});

export const partSource = '@lobehub/fluent-emoji-3d';

export const parts: readonly Part[] = [
  part('wrench', 'Wrench', '1f527'),
  part('hammer', 'Hammer', '1f528'),
  part('nut-and-bolt', 'Nut and bolt', '1f529'),
  part('gear', 'Gear', '2699-fe0f'),
  part('screwdriver', 'Screwdriver', '1fa9b'),
  part('scissors', 'Scissors', '2702-fe0f'),
  part('key', 'Key', '1f511'),
  part('battery', 'Battery', '1f50b'),
  part('light-bulb', 'Light bulb', '1f4a1'),
  part('magnet', 'Magnet', '1f9f2'),
  part('lock', 'Lock', '1f512'),
  part('plug', 'Plug', '1f50c'),
  part('brick', 'Brick', '1f9f1'),
  part('saw', 'Saw', '1fa9a'),
];
