import { Alert, Text, type AlertProps } from '@mantine/core';
import {
  IconAlertTriangle,
  IconEye,
  IconHourglass,
  IconInfoCircle,
  IconPlayerPause,
  IconPlayerStop,
} from '@tabler/icons-react';
import type { Rollout } from '@tutti/contracts/deployment';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/sessions';
import { atWork } from '../../api/rollout';
import { useFailureWord } from '../../components/deployment/failure-words';
import { useGroupTitle } from './groups/group-title';
import { useFormat } from '../../i18n/use-format';
import { areOfGroup, pausedGroup } from './pause';
import { isOwn } from './rollout-commands';

interface Props {
  readonly rollout: Rollout;
}

interface NoteProps {
  readonly kind: string;
  readonly color: NonNullable<AlertProps['color']>;
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

const Note = ({ kind, children, ...alert }: NoteProps) => (
  <Alert variant="light" {...alert} data-notice={kind}>
    {children}
  </Alert>
);

const Approval = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  return (
    <Note kind="approval" color="ink" icon={<IconHourglass />} title={t('rollout.notice.approval.title')}>
      {t(isOwn(rollout, me?.id) ? 'rollout.notice.approval.own' : 'rollout.notice.approval.text')}
    </Note>
  );
};

const Ready = ({ rollout: { startAt } }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Note kind="ready" color="ink" icon={<IconInfoCircle />} title={t('rollout.notice.ready.title')}>
      {startAt === null
        ? t('rollout.notice.ready.text')
        : t('rollout.notice.ready.at', { time: format.moment(Date.parse(startAt)) })}
    </Note>
  );
};

/** Which devices failed why, and what to do next. */
const PausedByErrors = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const word = useFailureWord();
  const title = useGroupTitle();
  const group = pausedGroup(rollout);
  if (!group) return null;
  const reasons = rollout.failures
    .map(({ code, devices }) => t('rollout.failed', { reason: word(code), count: devices }))
    .join(', ');
  const counts = { failed: group.counts.failed, count: group.counts.devices, group: title(group) };
  return (
    <Note
      kind="errors"
      color="red"
      icon={<IconAlertTriangle />}
      title={t('rollout.notice.errors.title', counts)}
    >
      <Text size="sm">
        {t(
          areOfGroup(rollout.failures, group)
            ? 'rollout.notice.errors.reasons'
            : 'rollout.notice.errors.reasonsAll',
          { reasons },
        )}
      </Text>
      <Text size="sm" fw={550} mt={6}>
        {t('rollout.notice.errors.next')}
      </Text>
    </Note>
  );
};

const Paused = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const title = useGroupTitle();
  const { paused } = rollout;
  const group = pausedGroup(rollout);
  if (paused?.cause === 'errors' && group) return <PausedByErrors rollout={rollout} />;
  if (paused?.cause === 'group-passed' && group)
    return (
      <Note
        kind="group-passed"
        color="ink"
        icon={<IconEye />}
        title={t('rollout.notice.passed.title', { group: title(group) })}
      >
        {t('rollout.notice.passed.text')}
      </Note>
    );
  return (
    <Note kind="person" color="yellow" icon={<IconPlayerPause />} title={t('rollout.notice.person.title')}>
      {t('rollout.notice.person.text')}
    </Note>
  );
};

const Ended = ({ rollout: { status, reason } }: Props) => {
  const { t } = useTranslation();
  if (status !== 'stopped' && status !== 'refused') return null;
  return (
    <Note kind={status} color="gray" icon={<IconPlayerStop />} title={t(`rollout.notice.${status}.title`)}>
      <Text size="sm">{t(`rollout.notice.${status}.text`)}</Text>
      {reason !== null && (
        <Text size="sm" mt={6} className="wrap-anywhere">
          {t('rollout.notice.reason', { reason })}
        </Text>
      )}
    </Note>
  );
};

/** All are through, and more may come. */
const Joining = ({ rollout: { status, counts, joinUntil } }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (status !== 'running' || joinUntil === null || atWork(counts) + counts.waiting > 0) return null;
  return (
    <Alert variant="light" color="ink" icon={<IconInfoCircle />} data-notice="joins">
      {t('rollout.notice.joins', { time: format.moment(Date.parse(joinUntil)) })}
    </Alert>
  );
};

/** What there is to know about the rollout just now, and what to do about it. */
export const RolloutNotices = ({ rollout }: Props) => (
  <>
    {rollout.status === 'waiting-for-approval' && <Approval rollout={rollout} />}
    {rollout.status === 'ready' && <Ready rollout={rollout} />}
    {rollout.status === 'paused' && <Paused rollout={rollout} />}
    <Joining rollout={rollout} />
    <Ended rollout={rollout} />
  </>
);
