import { Loader, Progress, Text, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import type { Run, RunStep } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/section';
import { ServerWords } from '../../../components/server-words';
import { useFormat } from '../../../i18n/use-format';
import { useStepName } from './step-name';
import './step-timeline.css';

const icons = {
  waiting: IconCircle,
  finished: IconCircleCheckFilled,
  failed: IconAlertTriangleFilled,
  cancelled: IconPlayerStopFilled,
  skipped: IconCircleDashed,
} as const;

const StepIcon = ({ state }: Pick<RunStep, 'state'>) => {
  if (state === 'running') return <Loader size={18} aria-hidden="true" />;
  const Icon = icons[state];
  return <Icon size={20} aria-hidden="true" />;
};

const HowFar = ({ name, progress }: Pick<RunStep, 'name' | 'progress'>) => {
  const { t } = useTranslation();
  const isKnown = progress !== null;
  return (
    <Progress
      value={isKnown ? progress * 100 : 100}
      animated={!isKnown}
      striped={!isKnown}
      size="sm"
      my={4}
      aria-label={t('runs.steps.progress', { step: name })}
    />
  );
};

/** How far it is, how long it took, or that nobody did it. */
const useAtTheEnd = (): ((step: RunStep) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ state, progress, seconds }) => {
    if (state === 'skipped') return t('runs.steps.state.skipped');
    if (state === 'running') return progress === null ? '' : format.percent(progress);
    return seconds === null ? '' : format.milliseconds(seconds * 1_000);
  };
};

const Step = ({ step }: { readonly step: RunStep }) => {
  const { t } = useTranslation();
  const atTheEnd = useAtTheEnd();
  const name = useStepName()(step.name);
  const { state, progress, message } = step;
  const isRunning = state === 'running';
  return (
    <li data-state={state} data-step={step.name} aria-current={isRunning ? 'step' : undefined}>
      <span className="step-icon">
        <StepIcon state={state} />
      </span>
      <div className="step-text">
        <Text size="sm" fw={isRunning ? 650 : 500}>
          {name}
          <VisuallyHidden>{`: ${t(`runs.steps.state.${state}`)}`}</VisuallyHidden>
        </Text>
        {isRunning && <HowFar name={name} progress={progress} />}
        {message !== null && (
          <ServerWords size="xs" c="dimmed">
            {message}
          </ServerWords>
        )}
      </div>
      <Text size="xs" c="dimmed" className="num" component="span">
        {atTheEnd(step)}
      </Text>
    </li>
  );
};

/** What a trainer does, in its order: done, going on, to come. */
export const StepTimeline = ({ run: { steps } }: { readonly run: Run }) => {
  const { t } = useTranslation();
  return (
    <Section title={t('runs.steps.title')}>
      {steps.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('runs.steps.none')}
        </Text>
      ) : (
        <ol className="steps">
          {steps.map((step) => (
            <Step key={step.name} step={step} />
          ))}
        </ol>
      )}
    </Section>
  );
};
