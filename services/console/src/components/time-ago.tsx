import { useFormat } from '../i18n/use-format';
import { useNow } from '../lib/clock';

/** "3m ago"; the exact time on hover and for screen readers that ask. */
export const TimeAgo = ({ at }: { readonly at: string }) => {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.exactTime(at)} style={{ whiteSpace: 'nowrap' }}>
      {format.relative(at, now)}
    </time>
  );
};
