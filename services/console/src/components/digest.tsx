import { Group } from '@mantine/core';
import { CopyIcon } from './copy-button';

const digestShown = 10;

/** The beginning of a digest, and all of it to be copied. */
export const Digest = ({ digest, copy }: { readonly digest: string; readonly copy: string }) => (
  <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
    <span className="mono" title={digest}>
      {digest.slice(0, digestShown)}
    </span>
    <CopyIcon text={digest} label={copy} />
  </Group>
);
