import { Button, CloseButton, Group, List, Progress, Stack, Text } from '@mantine/core';
import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../../components/problem-alert';
import { problemTitleIn } from '../../../../i18n/server-words';
import { nameOf } from '../item-name';
import { countOf, refusalsOf, type Refusals } from './run-bulk';
import type { BulkState } from './use-bulk';
import './bulk-bar.css';

const namesShown = 5;

const RefusedLine = ({ of: { code, title, items } }: { readonly of: Refusals }) => {
  const { t, i18n } = useTranslation();
  const names = items.slice(0, namesShown).map(nameOf).join(', ');
  const more = items.length - namesShown;
  return (
    <List.Item>
      {t('pictures.bulk.refused', {
        count: items.length,
        why: problemTitleIn(i18n.language, { code, title }),
      })}{' '}
      <Text span size="xs" c="dimmed">
        {names}
        {more > 0 && ` ${t('pictures.bulk.andMore', { count: more })}`}
      </Text>
    </List.Item>
  );
};

const Running = ({ state, onStop }: { readonly state: BulkState; readonly onStop: () => void }) => {
  const { t } = useTranslation();
  const { done, total } = state;
  return (
    <Group gap="sm" flex={1} wrap="nowrap">
      <Progress
        value={(done.length / total) * 100}
        flex={1}
        animated
        aria-label={t('pictures.bulk.running')}
      />
      <Text size="sm" className="num">
        {t('pictures.bulk.progress', { done: done.length, total })}
      </Text>
      <Button size="xs" variant="default" onClick={onStop}>
        {t('pictures.bulk.stop')}
      </Button>
    </Group>
  );
};

const Summary = ({ state }: { readonly state: BulkState }) => {
  const { t } = useTranslation();
  const { kind, done, total, stopped, error } = state;
  const unchanged = countOf(done, 'unchanged');
  const left = total - done.length;
  return (
    <Stack gap={6} flex={1}>
      <Text size="sm" fw={600} className="num">
        {t(`pictures.bulk.done.${kind}`, { count: countOf(done, 'changed') })}{' '}
        {unchanged > 0 && t('pictures.bulk.unchanged', { count: unchanged })}
      </Text>
      <List size="sm" withPadding>
        {refusalsOf(done).map((of) => (
          <RefusedLine key={of.code} of={of} />
        ))}
      </List>
      {stopped && <Text size="sm">{t('pictures.bulk.stopped', { left })}</Text>}
      {error !== undefined && (
        <>
          <Text size="sm">{t('pictures.bulk.failed', { left })}</Text>
          <ProblemAlert error={error} />
        </>
      )}
    </Stack>
  );
};

interface Props {
  readonly state: BulkState;
  readonly onStop: () => void;
  readonly onUndo: (() => void) | undefined;
  readonly onShow: (items: readonly Item[]) => void;
  readonly onClose: () => void;
}

/** How far a change of many pictures is, and what became of it: refusals by their reason, with the pictures' names. */
export const BulkOutcome = ({ state, onStop, onUndo, onShow, onClose }: Props) => {
  const { t } = useTranslation();
  const refused = refusalsOf(state.done).flatMap(({ items }) => items);
  return (
    <section className="bulk-bar" aria-label={t('pictures.bulk.outcome')} aria-live="polite">
      {state.running ? (
        <Running state={state} onStop={onStop} />
      ) : (
        <>
          <Summary state={state} />
          <Group gap={6}>
            {refused.length > 0 && (
              <Button size="xs" variant="default" onClick={() => onShow(refused)}>
                {t('pictures.bulk.showRefused')}
              </Button>
            )}
            {onUndo && (
              <Button size="xs" variant="default" onClick={onUndo}>
                {t('pictures.bulk.undo')}
              </Button>
            )}
            <CloseButton aria-label={t('action.close')} onClick={onClose} />
          </Group>
        </>
      )}
    </section>
  );
};
