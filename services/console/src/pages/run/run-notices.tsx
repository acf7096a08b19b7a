import { Alert, Text } from '@mantine/core';
import { IconAlertCircle, IconHourglass, IconInfoCircle, IconPlayerStop } from '@tabler/icons-react';
import type { Run } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasEnded } from '../../api/runs';
import { adviceOn, isKnownCode } from '../../components/run/failure-advice';
import { ServerWords } from '../../components/server-words';
import { useFormat } from '../../i18n/use-format';
import { useNow } from '../../lib/clock';
import { heardOf, isSilent, type Heard } from './silence';
import { useStepName } from './steps/step-name';

const Waiting = ({ run: { waitingFor } }: { readonly run: Run }) => {
  const { t } = useTranslation();
  if (waitingFor === null) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconHourglass />}
      title={t(`runs.wait.${waitingFor}.title`)}
      data-waiting-for={waitingFor}
    >
      {t(`runs.wait.${waitingFor}.text`)}
    </Alert>
  );
};

const Attempt = ({ run: { attempt } }: { readonly run: Run }) => {
  const { t } = useTranslation();
  if (attempt < 2) return null;
  return (
    <Alert
      color="ink"
      variant="light"
      icon={<IconInfoCircle />}
      title={t('runs.attempt.title', { number: attempt })}
    >
      {t('runs.attempt.text')}
    </Alert>
  );
};

const Silence = ({ heardAt }: { readonly heardAt: string }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const [known, setKnown] = useState<Heard>({ word: heardAt, at: now });
  const heard = heardOf(known, heardAt, now);
  if (heard !== known) setKnown(heard);
  if (!isSilent(heard, now)) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconHourglass />} title={t('runs.silent.title')}>
      {t('runs.silent.text', { time: format.relative(new Date(heard.at).toISOString(), now) })}
    </Alert>
  );
};

const Failure = ({ failure }: { readonly failure: NonNullable<Run['failure']> }) => {
  const { t } = useTranslation();
  const stepName = useStepName();
  const { code, message, step } = failure;
  const reason = isKnownCode(code) ? t(`runs.failure.known.${code}`) : message;
  const title =
    step === null
      ? t('runs.failure.title', { reason })
      : t('runs.failure.titleStep', { reason, step: stepName(step) });
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      bg="var(--mantine-color-body)"
      icon={<IconAlertCircle />}
      title={title}
    >
      {reason !== message && (
        <ServerWords size="sm" mb={6}>
          {message}
        </ServerWords>
      )}
      <Text size="sm" fw={550}>
        {t(`runs.failure.advice.${adviceOn(code)}`)}
      </Text>
      <Text size="xs" c="dimmed" mt={6} className="wrap-anywhere">
        {t('runs.failure.code')} <span className="mono">{code}</span>
      </Text>
    </Alert>
  );
};

const Cancelled = () => {
  const { t } = useTranslation();
  return (
    <Alert color="gray" variant="light" icon={<IconPlayerStop />} title={t('runs.cancelled.title')}>
      {t('runs.cancelled.text')}
    </Alert>
  );
};

/** What there is to know about the run just now, and what to do about it. */
export const RunNotices = ({ run }: { readonly run: Run }) => {
  const { state, failure, heardAt } = run;
  return (
    <>
      {!hasEnded(run) && <Waiting run={run} />}
      {!hasEnded(run) && <Attempt run={run} />}
      {state === 'running' && heardAt !== null && <Silence heardAt={heardAt} />}
      {state === 'failed' && failure !== null && <Failure failure={failure} />}
      {state === 'cancelled' && <Cancelled />}
    </>
  );
};
