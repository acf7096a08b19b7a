import { Button, Group, Text } from '@mantine/core';
import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import type { BoxEdit, BoxEditor } from '../boxes/box-editor';
import { Panel } from './panel';

interface Props {
  readonly item: Item;
  readonly editor: BoxEditor;
  readonly edit: (edit: BoxEdit) => void;
  readonly isEnabled: boolean;
}

/** What a model found, and how sure it was. */
export const BoxSuggestions = ({ item, editor, edit, isEnabled }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { prediction } = item;
  const { suggestions } = editor.history.present;
  const text = (): string => {
    if (!prediction) return t('labelling.suggestion.none');
    if (prediction.boxes.length === 0) return t('labelling.suggestion.noBoxes');
    if (suggestions.length === 0) return t('labelling.suggestion.decided');
    return t('labelling.suggestion.boxes', { count: suggestions.length });
  };
  return (
    <Panel title={t('labelling.suggestion.title')}>
      <Text size="sm">{text()}</Text>
      {prediction && (
        <Text size="xs" c="dimmed" className="wrap-anywhere num">
          {format.percent(prediction.score, 1)} · {prediction.model.name} {prediction.model.version}
        </Text>
      )}
      {suggestions.length > 0 && isEnabled && (
        <Group gap={6} mt={6}>
          <Button size="xs" onClick={() => edit({ type: 'accept-all' })}>
            {t('labelling.suggestion.acceptAll')}
          </Button>
          <Button size="xs" variant="default" onClick={() => edit({ type: 'dismiss-all' })}>
            {t('labelling.suggestion.dismissAll')}
          </Button>
        </Group>
      )}
    </Panel>
  );
};
