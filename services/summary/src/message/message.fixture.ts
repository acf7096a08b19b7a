import type { Message } from '@tutti/contracts/summary';

/** A day in a few words. */
export const dayMessage: Message = {
  key: 'plant-3 · 2026-11-21 · 1',
  language: 'en',
  level: 'warning',
  title: 'Edge summary 2026-11-21',
  lead: 'Two edges were offline at midnight.',
  sections: [
    {
      title: 'Edges',
      facts: [
        { name: 'Online', value: '41/44' },
        { name: 'Results', value: '1,204,331' },
      ],
    },
    { title: 'Offline', facts: [], lines: ['cam_01_left since 21:40', '*press* [2](http://evil.example)'] },
  ],
  links: [{ title: 'Open the day', path: '/summaries/2026-11-21' }],
};

/** As much as a message may hold. */
export const fullMessage = (language: Message['language'] = 'en', letter = 'x'): Message => ({
  ...dayMessage,
  language,
  sections: Array.from({ length: 10 }, (_, index) => ({
    title: `Section ${index}`,
    facts: Array.from({ length: 10 }, (__, n) => ({ name: `fact ${n}`, value: letter.repeat(30) })),
    lines: Array.from({ length: 20 }, (__, n) => `${n} ${letter.repeat(40)}`),
  })),
});
