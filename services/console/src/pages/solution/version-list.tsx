import { Badge, Group, Stack, Text } from '@mantine/core';
import type { Solution } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import type { SolutionVersion } from '../../api/solutions';
import { Section } from '../../components/section';
import { TimeAgo } from '../../components/time-ago';
import { usePhrase } from '../../i18n/server-words';
import { changesBetween } from './version-changes';

/** What a version has that the one before it has not. */
const useChangeWords = (): ((
  before: SolutionVersion | undefined,
  of: SolutionVersion,
) => readonly string[]) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  return (before, of) => {
    if (!before) return [t('solutions.page.first')];
    const changes = changesBetween(before, of);
    const words = (['added', 'removed', 'changed'] as const)
      .filter((kind) => changes[kind].length > 0)
      .map((kind) =>
        t(`solutions.page.${kind}`, { names: changes[kind].map(({ title }) => phrase(title)).join(', ') }),
      );
    return words.length === 0 ? [t('solutions.page.wordsOnly')] : words;
  };
};

export const VersionList = ({ versions }: Pick<Solution, 'versions'>) => {
  const { t } = useTranslation();
  const changeWords = useChangeWords();
  return (
    <Section title={t('solutions.page.versions')}>
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {versions.map((version, index) => (
          <li key={version.version}>
            <Group gap={8}>
              <Text size="sm" fw={550} className="num">
                {t('solutions.page.version', { version: version.version })}
              </Text>
              {index === 0 && (
                <Badge variant="light" radius="sm" tt="none" fw={500}>
                  {t('solutions.page.newest')}
                </Badge>
              )}
              <Text size="xs" c="dimmed" component="div">
                <TimeAgo at={version.publishedAt} />
              </Text>
            </Group>
            <Text size="sm" c="dimmed">
              {changeWords(versions[index + 1], version).join(' ')}
            </Text>
          </li>
        ))}
      </Stack>
    </Section>
  );
};
