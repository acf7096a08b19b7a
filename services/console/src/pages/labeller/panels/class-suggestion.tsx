import { Button, Group, Kbd, Stack, Text } from '@mantine/core';
import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Probabilities } from '../../../components/result/probabilities';
import { useFormat } from '../../../i18n/use-format';
import { meantClass, suggestedClass } from '../boxes/suggestions';
import { useLabeller } from '../labeller-context';
import { Panel } from './panel';

interface Props {
  readonly item: Item;
  readonly isEnabled: boolean;
  readonly onAccept: () => void;
}

const Said = ({ item, isEnabled, onAccept }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { classes } = useLabeller();
  const { prediction } = item;
  if (!prediction)
    return (
      <Text size="sm" c="dimmed">
        {t('labelling.suggestion.none')}
      </Text>
    );
  const { label, score, model, probabilities } = prediction;
  const meant = suggestedClass(prediction, classes);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap={6} wrap="nowrap">
        <Text fw={650} className="wrap-anywhere">
          {meant?.name ?? label} <span className="num">{format.percent(score, 1)}</span>
        </Text>
        {meant && (
          <Button
            size="xs"
            disabled={!isEnabled}
            onClick={onAccept}
            rightSection={<Kbd aria-hidden="true">↵</Kbd>}
          >
            {t('labelling.suggestion.accept')}
          </Button>
        )}
      </Group>
      {!meant && <Text size="sm">{t('labelling.suggestion.strange', { name: label })}</Text>}
      <Probabilities of={probabilities} nameOf={(key) => meantClass(key, classes)?.name ?? key} />
      <Text size="xs" c="dimmed" className="wrap-anywhere">
        {model.name} {model.version}
      </Text>
    </Stack>
  );
};

/** What a model made of the picture, and how sure it was. */
export const ClassSuggestion = (props: Props) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('labelling.suggestion.title')}>
      <Said {...props} />
    </Panel>
  );
};
