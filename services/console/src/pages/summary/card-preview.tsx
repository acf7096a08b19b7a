import { Skeleton, Text } from '@mantine/core';
import { language as languages, type Language, type Summary } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCard } from '../../api/summaries';
import { cardMessage } from '../../components/card/adaptive-card';
import { TeamsCard } from '../../components/card/teams-card';
import { Choice } from '../../components/choice';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';

/** What Teams is sent of the day, as it will look there. */
export const CardPreview = ({ summary: { date, revision } }: { readonly summary: Summary }) => {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<Language>(i18n.language === 'ko' ? 'ko' : 'en');
  const query = useCard(date, revision, language);
  const choice = (
    <Choice
      label={t('summaries.card.language')}
      value={language}
      data={languages.options.map((value) => ({ value, label: t(`summaries.settings.languages.${value}`) }))}
      onChange={(value) => setLanguage(languages.parse(value))}
    />
  );
  return (
    <Section title={t('summaries.card.title')} actions={choice}>
      <Loaded query={query} skeleton={<Skeleton height={320} />}>
        {(message) => {
          const card = cardMessage.safeParse(message);
          if (card.success) return <TeamsCard card={card.data} />;
          return (
            <Text size="sm">
              {t('problem.shape')} {t('problem.shapeDetail')}
            </Text>
          );
        }}
      </Loaded>
      <Text size="xs" c="dimmed" mt="sm">
        {t('summaries.card.text')}
      </Text>
    </Section>
  );
};
