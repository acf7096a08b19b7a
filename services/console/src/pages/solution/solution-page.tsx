import { Anchor, Badge, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconBook2, IconPlus } from '@tabler/icons-react';
import type { Solution } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { problemStatus } from '../../api/problem-error';
import { newestOf, useSolution, type SolutionVersion } from '../../api/solutions';
import { usePermissions } from '../../api/use-permissions';
import { EmptyState } from '../../components/empty-state';
import { Facts } from '../../components/facts';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';
import { GateList } from '../../components/training/gate-list';
import { ParameterList } from '../../components/training/parameter-list';
import { fieldsOf } from '../../components/training/schema-fields';
import { usePhrase } from '../../i18n/server-words';
import { UsingStreams } from './using-streams';
import { VersionList } from './version-list';

const Back = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/solutions" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('solutions.back')}
    </Anchor>
  );
};

interface ShownProps {
  readonly solution: Solution;
  readonly newest: SolutionVersion;
}

const Header = ({ solution: { key, retired }, newest: { version, manifest } }: ShownProps) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const mayManage = usePermissions()('training:manage');
  return (
    <PageHeader
      title={phrase(manifest.name)}
      above={<Back />}
      text={
        <Group gap={6}>
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {t(`datasets.task.${manifest.task}`)}
          </Badge>
          <Badge variant="default" radius="sm" tt="none" fw={500} className="num">
            {t('solutions.page.version', { version })}
          </Badge>
          {retired && t('solutions.page.retired')}
        </Group>
      }
      actions={
        mayManage &&
        !retired && (
          <Button component={Link} to={`/streams/new?solution=${key}`} leftSection={<IconPlus size={16} />}>
            {t('solutions.list.create')}
          </Button>
        )
      }
    />
  );
};

const About = ({ solution: { key }, newest: { manifest } }: ShownProps) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const { description, task, trainer, labelling, sample } = manifest;
  return (
    <Section title={t('solutions.page.about')}>
      <Stack gap="md">
        <Text size="sm">{phrase(description)}</Text>
        <Facts
          facts={[
            [t('solutions.page.task'), t(`datasets.task.${task}`)],
            [t('solutions.page.data'), t('solutions.page.image')],
            [
              t('solutions.page.labelling'),
              t(labelling ? 'solutions.page.labellingYes' : 'solutions.page.labellingNo'),
            ],
            [
              t('solutions.page.sample'),
              sample
                ? `${phrase(sample.description)} ${t('solutions.page.sampleText')}`
                : t('solutions.page.noSample'),
            ],
            [
              t('solutions.page.trainer'),
              <span key="trainer" className="mono">
                {trainer}
              </span>,
            ],
            [
              t('solutions.page.key'),
              <span key="key" className="mono">
                {key}
              </span>,
            ],
          ]}
        />
      </Stack>
    </Section>
  );
};

const Shown = (props: ShownProps) => {
  const { t } = useTranslation();
  const { manifest } = props.newest;
  return (
    <>
      <Header {...props} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <About {...props} />
            <Section title={t('solutions.page.parameters')}>
              <ParameterList fields={fieldsOf(manifest.parameters)} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <UsingStreams solution={props.solution} />
            <Section title={t('solutions.page.gate')}>
              <Text size="sm" c="dimmed" mb="xs">
                {t('solutions.page.gateText')}
              </Text>
              <GateList gate={manifest.gate} />
            </Section>
            <VersionList versions={props.solution.versions} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
};

/** One solution: what it does, what can be set, who uses it. */
export const SolutionPage = () => {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const query = useSolution(key);
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState icon={<IconBook2 size={24} />} order={1} title={t('solutions.notFound')}>
        <Back />
      </EmptyState>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={96} />}>
      {(solution) => {
        const newest = newestOf(solution);
        return newest && <Shown solution={solution} newest={newest} />;
      }}
    </Loaded>
  );
};
