import { Loader, Text } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import type { Deployment } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { isOpen, useDeploymentEvents } from '../../api/deployments';
import { useEventTitle } from '../../i18n/server-words';
import { useFormat } from '../../i18n/use-format';
import { Loaded } from '../loaded';
import { RowsSkeleton } from '../rows-skeleton';
import { ServerWords } from '../server-words';
import { DeploymentProgress } from './deployment-progress';
import { momentWords } from './moment-words';
import { isKnownMoment, momentsOf, toneOf, type Moment } from './moments';
import './timeline.css';

const icons = { good: IconCircleCheckFilled, bad: IconAlertTriangleFilled, plain: IconCircle } as const;

interface StepProps {
  readonly moment: Moment;
  readonly isFirst: boolean;
}

const Step = ({ moment: { name, event, at, seconds }, isFirst }: StepProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const eventTitle = useEventTitle();
  const tone = toneOf(name);
  const Icon = icons[tone];
  const details = event ? momentWords(event, { t, format }) : [];
  const isBeside = event?.type === 'DeploymentActivated' && event.data.shadow === true;
  const title = isKnownMoment(name) ? t(`deployments.moment.${name}`) : eventTitle(name);
  return (
    <li data-moment={name} data-tone={tone}>
      <span className="timeline-icon">
        <Icon size={20} aria-hidden="true" />
      </span>
      <div>
        <Text size="sm" fw={550}>
          {isBeside ? t('deployments.beside') : title}
        </Text>
        {details.map((detail) =>
          typeof detail === 'string' ? (
            <Text key={detail} size="xs" c="dimmed" className="wrap-anywhere">
              {detail}
            </Text>
          ) : (
            <ServerWords key={detail.said} size="xs" c="dimmed">
              {detail.said}
            </ServerWords>
          ),
        )}
      </div>
      <Text size="xs" c="dimmed" className="num" component="time" dateTime={at} title={format.exactTime(at)}>
        {isFirst ? format.moment(Date.parse(at)) : `+${format.milliseconds(seconds * 1_000)}`}
      </Text>
    </li>
  );
};

/** What goes on just now. */
const Now = ({ deployment }: { readonly deployment: Deployment }) => {
  const { t } = useTranslation();
  if (!isOpen(deployment)) return null;
  return (
    <li aria-current="step" data-tone="plain">
      <span className="timeline-icon">
        <Loader size={18} aria-hidden="true" />
      </span>
      <div>
        <Text size="sm" fw={650}>
          {t(`deployments.status.${deployment.status}`)}
        </Text>
        <DeploymentProgress deployment={deployment} />
      </div>
    </li>
  );
};

/** A deployment step by step, each with the seconds since the one before. */
export const Timeline = ({ deployment }: { readonly deployment: Deployment }) => {
  const { t } = useTranslation();
  const query = useDeploymentEvents(deployment.id);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} />}>
      {(events) => (
        <ol className="timeline" aria-label={t('deployments.drawer.timeline')}>
          {momentsOf(events).map((moment, index) => (
            <Step key={moment.id} moment={moment} isFirst={index === 0} />
          ))}
          <Now deployment={deployment} />
        </ol>
      )}
    </Loaded>
  );
};
