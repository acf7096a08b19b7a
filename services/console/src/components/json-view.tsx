import { Code } from '@mantine/core';

/** Data as it is, readable. Keyboard users can scroll it. */
export const JsonView = ({ value, label }: { readonly value: unknown; readonly label: string }) => (
  <Code
    block
    tabIndex={0}
    role="region"
    aria-label={label}
    fz="xs"
    p="sm"
    style={{ maxHeight: 420, overflow: 'auto' }}
  >
    {JSON.stringify(value, null, 2)}
  </Code>
);
