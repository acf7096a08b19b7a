import type { StreamEvent } from '@tutti/contracts/training';

export const created = {
  type: 'StreamCreated',
  data: {
    name: 'Lids',
    description: 'From line 3',
    tags: { line: '3' },
    solution: { key: 'image-classification', version: 1 },
    task: 'image-classification',
    parameters: { inputSize: 160 },
    warningScore: 0.5,
    target: 'tags.line==3',
    gate: { metric: 'accuracy', gain: 0 },
    datasets: ['0191e5a0-0000-7000-8000-000000000001'],
  },
} as const satisfies StreamEvent;
