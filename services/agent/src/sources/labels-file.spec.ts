import { describe, expect, it } from 'vitest';
import { parseLabels } from './labels-file';

describe('labels.csv', () => {
  it('is read with or without a heading, quoted or not, from any editor', () => {
    const text =
      '\uFEFFfile,label\r\na.png,7\r\n"b, c.png","say ""hi"""\n\nd.png , cat \nbroken\n,x\ne.png,\n';
    expect([...parseLabels(text)]).toEqual([
      ['a.png', '7'],
      ['b, c.png', 'say "hi"'],
      ['d.png', 'cat'],
    ]);
    expect([...parseLabels('a.png,7')]).toEqual([['a.png', '7']]);
  });
});
