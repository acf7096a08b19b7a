import { Button, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { RollBack as Wanted, Rollout } from '@tutti/contracts/deployment';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useRollBack } from '../../api/rollout';
import { usePreview } from '../../api/rollouts';
import { useIdempotencyKey } from '../../api/use-idempotency-key';
import { notifyDone } from '../../lib/notify';
import { Confirm } from '../confirm';
import { ProblemAlert } from '../problem-alert';
import { Reach } from './reach';

interface Props {
  /** What to return to; the one before, whichever that is, when undefined. */
  readonly model: { readonly modelId: string; readonly name: string } | undefined;
  readonly target: Wanted['target'];
  /** What will happen, in words. */
  readonly text: string;
  /** A model to look with at whom the target means now, where that is not plain: shown before it is confirmed. */
  readonly lookWith?: string;
}

/** Whom it reaches, as far as that can be known, and whether there is still something to wait for. */
const useReach = ({ model, target, lookWith }: Props) => {
  const { t } = useTranslation();
  const { data, error, isSuccess } = usePreview(
    lookWith === undefined ? undefined : { name: 'Roll back', modelId: lookWith, target },
  );
  if (lookWith === undefined) return { waits: false, reach: null };
  const isExact = model?.modelId === lookWith;
  if (isSuccess) return { waits: false, reach: <Reach preview={data} isExact={isExact} /> };
  // What another model may not do says nothing about the one before.
  if (error !== null) return { waits: isExact, reach: isExact && <ProblemAlert error={error} /> };
  const looking = (
    <Text size="sm" c="dimmed" role="status">
      {t('rolloutPlan.preview.refreshing')}
    </Text>
  );
  return { waits: true, reach: looking };
};

const Ask = ({ onClose, ...asked }: Props & { readonly onClose: () => void }) => {
  const { model, target, text } = asked;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rollBack = useRollBack(useIdempotencyKey(JSON.stringify([model, target])));
  const { waits, reach } = useReach(asked);
  const done = ({ id, model: back }: Rollout): void => {
    notifyDone(t('deployments.rollBack.done', { model: `${back.name} ${back.version}` }));
    onClose();
    void navigate(`/rollouts/${id}`);
  };
  return (
    <Confirm
      title={
        model ? t('deployments.rollBack.title', { model: model.name }) : t('deployments.rollBack.titleAny')
      }
      text={text}
      confirm={t('deployments.rollBack.confirm')}
      dangerous
      withReason
      disabled={waits}
      pending={rollBack.isPending}
      error={rollBack.error}
      onConfirm={(reason) =>
        void rollBack
          .mutateAsync({
            target,
            ...(model && { modelId: model.modelId }),
            ...(reason !== '' && { reason }),
          })
          .then(done, () => undefined)
      }
      onClose={onClose}
    >
      {reach}
    </Confirm>
  );
};

/** One click back to an earlier model, and one to confirm it. */
export const RollBack = (props: Props) => {
  const { t } = useTranslation();
  // What was asked stays asked, though what runs may change behind the dialog.
  const [asking, setAsking] = useState<Props>();
  const { model } = props;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowBackUp size={15} aria-hidden="true" />}
        onClick={() => setAsking(props)}
      >
        {model ? t('deployments.rollBack.open', { model: model.name }) : t('deployments.rollBack.openAny')}
      </Button>
      {asking && <Ask {...asking} onClose={() => setAsking(undefined)} />}
    </>
  );
};
