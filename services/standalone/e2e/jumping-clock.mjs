// Loaded before a program (node --import): its wall clock is off by as many milliseconds as the file in
// JUMPING_CLOCK says, from one moment to the next; its steady time goes on. `{"agent": 0, "platform": 0}`
import { readFileSync } from 'node:fs';

const who = process.argv[1]?.includes('agent/main') ? 'agent' : 'platform';
const RealDate = Date;
let offset = 0;

const read = () => {
  try {
    offset = JSON.parse(readFileSync(process.env.JUMPING_CLOCK, 'utf8'))[who] ?? 0;
  } catch {
    // Half written: the next look sees it whole.
  }
};
read();
setInterval(read, 50).unref();

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offset);
    else super(...args);
  }

  static now() {
    return RealDate.now() + offset;
  }
};
