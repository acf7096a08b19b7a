import { Button, Group } from '@mantine/core';
import { IconCheck, IconFilterOff, IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../../components/empty-state';
import { useLabeller, useSitting } from '../labeller-context';
import { mayAct } from '../keys';
import { useKeys } from '../use-keys';
import { UnsavedTray } from './unsaved-tray';

/** Behind the last picture: what comes next. */
export const EndState = () => {
  const { t } = useTranslation();
  const { dataset, progress, session, mayLabel } = useLabeller();
  const { items, said } = useSitting();
  const { states } = (progress ?? dataset).items;
  const left = states.unlabelled + states['needs-relabel'];
  const back = (): void => session.go(-1);
  const undo = (): boolean => session.undo();
  useKeys(
    (key, event) => {
      const isUndo = mayLabel && said.length > 0 && (key === 'u' || (key === 'z' && event.ctrlKey));
      if (!isUndo && key !== 'ArrowLeft') return false;
      if (mayAct(key, event)) (isUndo ? undo : back)();
      return true;
    },
    () => false,
  );
  const again = (
    <Button variant="default" onClick={() => void session.restart()}>
      {t('labelling.end.again')}
    </Button>
  );
  const toLast = items.length > 0 && (
    <Button variant="default" onClick={back}>
      {t('labelling.end.back')}
    </Button>
  );
  const isNothingFound = session.isFiltered && items.length === 0;
  const waiting = t('labelling.end.overText', { count: left });
  return (
    <div className="lb-end">
      <UnsavedTray />
      {isNothingFound && <EmptyState icon={<IconFilterOff size={24} />} title={t('labelling.end.noMatch')} />}
      {!isNothingFound && left === 0 && (
        <EmptyState
          icon={<IconCheck size={24} />}
          title={t('labelling.end.done')}
          text={t('labelling.end.doneText')}
        >
          <Group mt="sm" justify="center">
            <Button component={Link} to={`/datasets/${dataset.id}/versions`}>
              {t('labelling.end.freeze')}
            </Button>
            {toLast}
          </Group>
        </EmptyState>
      )}
      {!isNothingFound && left > 0 && (
        <EmptyState icon={<IconListCheck size={24} />} title={t('labelling.end.over')} text={waiting}>
          <Group mt="sm" justify="center">
            {again}
            {toLast}
          </Group>
        </EmptyState>
      )}
    </div>
  );
};
