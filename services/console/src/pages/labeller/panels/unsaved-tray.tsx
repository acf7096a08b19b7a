import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAuthor } from '../../../components/event/use-author';
import { ProblemAlert } from '../../../components/problem-alert';
import { openEditor } from '../boxes/box-editor';
import { useLabeller, useUnsaved } from '../labeller-context';
import type { Unsaved } from '../session/outbox';
import { conflictOf, type Conflict } from '../session/verdict';
import { useLabelText } from '../use-label-text';
import { LabelPreview } from './label-preview';

/** What was drawn here, to be looked at again on top of what is there now: undoing shows that. */
const useLookAgain = ({ item, statement }: Unsaved) => {
  const { session, classes } = useLabeller();
  const mine = statement.type === 'label' ? statement.body.label : undefined;
  return () =>
    session.lookAgain(item.id, ({ label }) => {
      if (!mine || !('boxes' in mine)) return undefined;
      const theirs = label && 'boxes' in label.label ? label.label.boxes : [];
      const before = openEditor(theirs, [], classes[0]?.key);
      const after = openEditor(mine.boxes, [], classes[0]?.key);
      return {
        ...after,
        history: { ...after.history, past: [before.history.present] },
        nextId: Math.max(before.nextId, after.nextId),
      };
    });
};

const Sides = ({ of, conflict }: { readonly of: Unsaved; readonly conflict: Conflict }) => {
  const { t } = useTranslation();
  const text = useLabelText();
  const who = useAuthor(conflict.authId);
  const mine = of.statement.type === 'label' ? of.statement.body.label : null;
  return (
    <div className="lb-sides">
      <div>
        <LabelPreview item={of.item} label={conflict.label ?? null} />
        <Text size="sm" data-theirs="">
          {t('labelling.conflict.theirs', { who, what: text.change(conflict) })}
        </Text>
      </div>
      <div>
        <LabelPreview item={of.item} label={mine} />
        <Text size="sm" data-mine="">
          {t('labelling.conflict.mine', { what: text.statement(of.statement, of.item) })}
        </Text>
      </div>
    </div>
  );
};

const Fault = ({ of }: { readonly of: Unsaved }) => {
  const { t } = useTranslation();
  const { session, announce } = useLabeller();
  const unreachable = (): void => announce(t('problem.connection'));
  const text = useLabelText();
  const lookAgain = useLookAgain(of);
  const { item, error, statement } = of;
  const conflict = conflictOf(error);
  const heading = conflict
    ? t('labelling.conflict.title')
    : t('labelling.conflict.refused', { what: text.statement(statement, item) });
  return (
    <li className="lb-fault" data-fault={conflict ? 'conflict' : 'refused'}>
      <h2>{heading}</h2>
      {conflict ? <Sides of={of} conflict={conflict} /> : <ProblemAlert error={error} />}
      <Group gap={6} mt={8}>
        <Button size="xs" variant="default" onClick={() => void session.concede(item.id).catch(unreachable)}>
          {t(conflict ? 'labelling.conflict.keepTheirs' : 'labelling.conflict.giveUp')}
        </Button>
        <Button size="xs" variant="default" onClick={() => void session.insist(item.id).catch(unreachable)}>
          {t(conflict ? 'labelling.conflict.useMine' : 'action.retry')}
        </Button>
        <Button size="xs" variant="default" onClick={() => void lookAgain().catch(unreachable)}>
          {t('labelling.conflict.look')}
        </Button>
      </Group>
    </li>
  );
};

/** What could not be saved and needs a decision, and what waits for the server. It never covers the keys. */
export const UnsavedTray = () => {
  const { t } = useTranslation();
  const { session } = useLabeller();
  const unsaved = useUnsaved();
  const faults = unsaved.filter(({ standing }) => standing === 'conflict' || standing === 'refused');
  const isWaiting = unsaved.some(({ standing }) => standing === 'waiting');
  const count = unsaved.length - faults.length;
  return (
    <div className="lb-tray" role="region" aria-label={t('labelling.saving.label')} data-tray="">
      <div role="status">
        {isWaiting && (
          <Group className="lb-waiting" gap={8} data-waiting="">
            <Text size="sm" flex={1} miw={180}>
              {t('labelling.saving.waiting', { count })}
            </Text>
            <Button size="xs" variant="default" onClick={() => session.outbox.wake()}>
              {t('labelling.saving.now')}
            </Button>
          </Group>
        )}
      </div>
      <div role="alert">
        <ul className="lb-list">
          {faults.map((of) => (
            <Fault key={of.item.id} of={of} />
          ))}
        </ul>
      </div>
    </div>
  );
};
