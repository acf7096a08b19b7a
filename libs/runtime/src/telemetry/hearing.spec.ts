import { describe, expect, it } from 'vitest';
import { Hearing } from './hearing';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 27, 12) + seconds * 1000);
/** The server's clock is an hour behind. */
const server = (seconds: number): Date => at(seconds - 3600);

const hearing = () => {
  let wall = 0;
  const one = new Hearing({ now: () => at(wall) });
  /** At so many seconds, with everything in the tables that the server stored up to then. */
  const look = (seconds: number, watermark: number | null): void => {
    wall = seconds;
    one.looked(one.now(), server(seconds), watermark === null ? null : server(watermark));
  };
  return { look, heard: () => one.heard };
};

describe('what is known of the silence of devices', () => {
  it('is nothing before something is in the tables', () => {
    const { look, heard } = hearing();
    expect(heard()).toBeUndefined();
    look(0, null);
    expect(heard()).toBeUndefined();
  });

  it('lies behind the clock of whoever judges it as far as the tables lie behind the server', () => {
    const { look, heard } = hearing();
    look(0, 0);
    look(1, 1);
    expect(heard()).toEqual({ since: at(0), until: at(1) });
    look(20, 5);
    expect(heard()).toEqual({ since: at(0), until: at(5) });
  });

  it('begins anew behind a break, and where the clock was changed', () => {
    const { look, heard } = hearing();
    look(0, 0);
    look(30, 30);
    expect(heard()?.since).toEqual(at(0));
    look(61, 40);
    expect(heard()).toEqual({ since: at(61), until: at(40) });
    look(-1000, -1000);
    expect(heard()).toEqual({ since: at(-1000), until: at(-1000) });
  });
});
