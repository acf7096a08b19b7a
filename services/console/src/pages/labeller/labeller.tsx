import { Alert } from '@mantine/core';
import type { Dataset, LabelSchema } from '@tutti/contracts/datasets';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onReconnect } from '../../api/connection';
import { useProgress } from '../../api/datasets';
import { usePermissions } from '../../api/use-permissions';
import { ProblemAlert } from '../../components/problem-alert';
import { useFormat } from '../../i18n/use-format';
import { BoxDesk } from './box-desk';
import { ClassDesk } from './class-desk';
import { FollowOthers } from './follow-others';
import { classKeys } from './keys';
import {
  LabellerContext,
  standingIn,
  useLabeller,
  useSitting,
  useUnsaved,
  type Labeller,
} from './labeller-context';
import { EndState } from './panels/end-state';
import { Header } from './panels/header';
import { sittings } from './session/host';
import type { Sitting } from './session/sittings';
import { usePrefetch } from './stage/use-prefetch';
import { UnsavedGuard } from './unsaved-guard';
import { useLabelText } from './use-label-text';
import './labeller.css';
import './boxes/boxes.css';

/** What is to be known of the item before anything is said of it. */
const useDescription = (): string => {
  const { t } = useTranslation();
  const format = useFormat();
  const { items, at } = useSitting();
  const unsaved = useUnsaved();
  const text = useLabelText();
  const item = items[at];
  if (!item) return '';
  const { fileName, prediction } = item;
  const said =
    prediction &&
    `${t('labelling.suggestion.title')}: ${text.nameOf(prediction.label) || '—'} ${format.percent(prediction.score)}`;
  return [
    t('labelling.picture', { name: fileName ?? item.id }),
    text.standing(standingIn(item, unsaved)),
    said ?? '',
  ]
    .filter((part) => part !== '')
    .join('. ');
};

/** Where there is no picture: on its way, not to be had, or none left. */
const NoPicture = () => {
  const { t } = useTranslation();
  const { session } = useLabeller();
  const { isLoading, error } = useSitting();
  if (error !== null) return <ProblemAlert error={error} onRetry={() => void session.load()} />;
  return isLoading ? <p className="lb-wait">{t('labelling.loading')}</p> : <EndState />;
};

const Work = ({ said }: { readonly said: string }) => {
  const { dataset } = useLabeller();
  const { items, at } = useSitting();
  const [shown, setShown] = useState<string>();
  const description = useDescription();
  usePrefetch(items, at);
  const item = items[at];
  const isShown = item !== undefined && shown === item.id;
  const Task = dataset.task === 'object-detection' ? BoxDesk : ClassDesk;
  return (
    <>
      <div className="lb-unseen" role="status" data-announced="">
        <p>{said}</p>
        <p>{isShown ? description : ''}</p>
      </div>
      {item ? (
        <Task item={item} isShown={isShown} description={description} onShown={setShown} />
      ) : (
        <NoPicture />
      )}
    </>
  );
};

/** Begins the sitting, and keeps it as long as something of it is not saved. */
const useSittingOf = (sitting: Sitting, itemId: string | undefined) => {
  const [session] = useState(() => sittings.open(sitting));
  const [first] = useState(() => ({ sitting, itemId }));
  useEffect(() => {
    sittings.keep(first.sitting, session);
    void session.begin(first.itemId);
    session.outbox.wake();
    const stop = onReconnect(() => session.outbox.wake());
    return () => {
      stop();
      session.outbox.pause();
    };
  }, [session, first]);
  return session;
};

interface Props {
  readonly dataset: Dataset;
  readonly schema: LabelSchema;
  readonly sitting: Sitting;
  readonly itemId: string | undefined;
}

/** One picture after the other. */
export const LabellerView = ({ dataset, schema, sitting, itemId }: Props) => {
  const { t } = useTranslation();
  const may = usePermissions();
  const session = useSittingOf(sitting, itemId);
  const { data: progress } = useProgress(dataset.id);
  const [said, announce] = useState('');
  const isArchived = dataset.status === 'archived' || dataset.status === 'purged';
  const classes = schema.classes.filter(({ retired }) => !retired);
  const labeller: Labeller = {
    dataset,
    allClasses: schema.classes,
    classes,
    keys: classKeys(classes),
    session,
    progress,
    mayLabel: may('datasets:label') && !isArchived,
    announce,
  };
  return (
    <LabellerContext value={labeller}>
      <Header q={sitting.q} said={said} />
      {!labeller.mayLabel && (
        <Alert color="gray" variant="light" py={6} radius={0}>
          {t(isArchived ? 'labelling.archived' : 'labelling.readOnly')}
        </Alert>
      )}
      <FollowOthers />
      <UnsavedGuard />
      <Work said={said} />
    </LabellerContext>
  );
};
