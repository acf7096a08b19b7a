import { Paper, Stack, Text, Title } from '@mantine/core';
import type { Message } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../components/facts';

type Part = Message['sections'][number];

const Section = ({ section }: { readonly section: Part }) => (
  <Stack gap={6}>
    {section.title !== undefined && (
      <Text size="sm" fw={600}>
        {section.title}
      </Text>
    )}
    <Facts facts={section.facts.map(({ name, value }) => [name, value])} />
    {section.lines?.map((line) => (
      <Text key={line} size="sm" className="wrap-anywhere">
        {line}
      </Text>
    ))}
  </Stack>
);

/** The message before it takes the form of its channel, in the language that it is sent in. */
export const SaidMessage = ({ message }: { readonly message: Message }) => {
  const { t } = useTranslation();
  const { title, lead, sections, language } = message;
  return (
    <section aria-label={t('deliveries.message')}>
      <Title order={3} fz="sm" fw={600} mb="sm">
        {t('deliveries.message')}
      </Title>
      <Paper withBorder radius="md" p="md" lang={language}>
        <Stack gap="sm">
          <Text fw={600}>{title}</Text>
          {lead !== undefined && <Text size="sm">{lead}</Text>}
          {sections.map((section, index) => (
            <Section key={`${section.title ?? ''}/${index}`} section={section} />
          ))}
        </Stack>
      </Paper>
    </section>
  );
};
