import { describe, expect, it } from 'vitest';
import { Narrator } from './narrator';
import { table } from './table';

const told = (isTTY: boolean, tell: (narrator: Narrator) => void): string => {
  let text = '';
  const narrator = new Narrator({ isTTY, columns: 40, write: (more) => (text += more) });
  tell(narrator);
  narrator.close();
  return text;
};

describe('the narrator', () => {
  it('writes plain lines where nobody watches, and nothing of what it waits for', () => {
    const text = told(false, (narrator) => {
      narrator.chapter('A beginning');
      narrator.waiting('Waiting …');
      narrator.done('Done');
    });
    expect(text).toBe('\n[0:00]  A beginning\n        ✓ Done\n');
  });

  it('shows in a terminal what it waits for, as long as the line is wide, until the next line', () => {
    const text = told(true, (narrator) => {
      narrator.waiting('A very long line that no terminal of forty columns has room for');
      narrator.say('Next');
    });
    expect(text).toContain('⠋');
    expect(text).not.toContain('forty');
    expect(text.endsWith('\r\u001b[2K        Next\n')).toBe(true);
  });
});

describe('a table', () => {
  it('has its names on the left and its numbers on the right', () => {
    expect(
      table([
        ['stage', 'seconds'],
        ['Train', '12.5'],
        ['Roll out', '1.0'],
      ]),
    ).toBe('stage      seconds\nTrain         12.5\nRoll out       1.0');
  });
});
