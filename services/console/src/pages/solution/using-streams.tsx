import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { Solution } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newestOf } from '../../api/solutions';
import { useStreams } from '../../api/streams';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';
import { StreamStatusBadge } from '../../components/training/stream-status';
import { quote } from '../../lib/rsql';

/** Streams that put a solution to work, and which of them are behind. */
export const UsingStreams = ({ solution }: { readonly solution: Solution }) => {
  const { t } = useTranslation();
  const query = useStreams({ q: `solution==${quote(solution.key)}` });
  const newest = newestOf(solution)?.version;
  return (
    <Section title={t('solutions.page.streams')}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
        {({ pages }) => {
          const streams = pages.flatMap(({ items }) => items);
          if (streams.length === 0)
            return (
              <Text size="sm" c="dimmed">
                {t('solutions.page.noStreams')}
              </Text>
            );
          return (
            <Stack component="ul" gap={10} m={0} p={0} style={{ listStyle: 'none' }}>
              {streams.map(({ id, name, status, solution: { version } }) => (
                <Group key={id} component="li" justify="space-between" gap="sm">
                  <Anchor component={Link} to={`/streams/${id}`} size="sm" fw={550} className="wrap-anywhere">
                    {name}
                  </Anchor>
                  <Group gap="sm">
                    {version !== newest && (
                      <Text size="xs" c="dimmed" className="num">
                        {t('solutions.page.behind', { version })}
                      </Text>
                    )}
                    <StreamStatusBadge status={status} />
                  </Group>
                </Group>
              ))}
            </Stack>
          );
        }}
      </Loaded>
      <LoadMore query={query} what="more" />
    </Section>
  );
};
