import { Paper, Tabs } from '@mantine/core';
import { IconCube } from '@tabler/icons-react';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useModel } from '../../api/models';
import { problemStatus } from '../../api/problem-error';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { CardTab } from './card/card-tab';
import { EvaluationTab } from './evaluation/evaluation-tab';
import { LineageTab } from './lineage/lineage-tab';
import { BackToModels, ModelHeader } from './model-header';

const tabs = ['card', 'evaluation', 'lineage'] as const;
type Tab = (typeof tabs)[number];
const isTab = (text: string | undefined): text is Tab => tabs.some((tab) => tab === text);

const contents = {
  card: CardTab,
  evaluation: EvaluationTab,
  lineage: LineageTab,
} as const satisfies Readonly<Record<Tab, React.ComponentType<{ readonly model: Model }>>>;

const ModelTabs = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useParams();
  const shown = isTab(tab) ? tab : 'card';
  const Content = contents[shown];
  const go = (to: string | null): void => {
    void navigate(`/models/${model.id}${to === 'card' ? '' : `/${to}`}`, { replace: true });
  };
  return (
    <Tabs value={shown} onChange={go}>
      <Paper withBorder radius="lg" px="lg" pt="xs" pb={0} mb="md">
        <Tabs.List aria-label={t('models.tabs.label')} style={{ '--tab-border-color': 'transparent' }}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`models.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Paper>
      {tabs.map((one) => (
        <Tabs.Panel key={one} value={one}>
          {one === shown && <Content model={model} />}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};

/** One model: what it is, how well it does, where it comes from. */
export const ModelPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useModel(id);
  // An address that cannot be a model's is no model either.
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState icon={<IconCube size={24} />} order={1} title={t('models.notFound')}>
        <BackToModels />
      </EmptyState>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={96} />}>
      {(model) => (
        <>
          <ModelHeader model={model} />
          <ModelTabs model={model} />
        </>
      )}
    </Loaded>
  );
};
