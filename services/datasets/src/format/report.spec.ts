import { expect, it } from 'vitest';
import { Report } from './report';

it('counts everything, keeps the first few of each kind, and tells the worst first', () => {
  const report = new Report();
  for (let n = 0; n < 1000; n++) report.add('box.clipped', `${n}.jpg`, 'x'.repeat(1000));
  report.add('picture.missing', 'a.jpg', 'gone');
  report.add('loss.mask', 'b.jpg', 'its mask becomes its box');
  expect(report.lines.map(({ code, severity, count }) => `${code} ${severity} ${count}`)).toEqual([
    'loss.mask loss 1',
    'picture.missing skipped 1',
    'box.clipped note 1000',
  ]);
  expect(report.lines[2]?.examples).toHaveLength(50);
  expect(report.lines[2]?.examples[49]).toEqual({ where: '49.jpg', detail: 'x'.repeat(300) });
  expect([report.count('note'), report.count('loss'), report.count('picture.missing')]).toEqual([1000, 1, 1]);
});
