import {
  SummaryLanguage,
  SummaryServiceService,
  type SummarySettings as SettingsMessage,
} from '@tutti/contracts/gen/tutti/summary/v1/summary';
import { language, type Summary, type SummaryRow, type SummarySettings } from '@tutti/contracts/summary';
import { portions } from '@tutti/kernel';
import { enumMap, grpcService, serverStream, unary, type Present } from '@tutti/service-kit';
import { SummarySettingsController } from './summary-settings.controller';
import { SummaryController } from './summary.controller';
import * as routes from './summary.routes';

const languages = enumMap(language.options, SummaryLanguage);

/** Figures are what REST shows. */
const shown = ({ figures, ...summary }: Summary) => {
  const all: Readonly<Record<string, unknown>> = figures;
  return { summary: { ...summary, figures: all } };
};

const toSettings = ({ language: spoken, ...settings }: SummarySettings) => ({
  settings: { ...settings, language: languages.toProto(spoken) },
});

/** Of which a message has less than a megabyte; clients take four. */
const rowsAtOnce = 1000;

async function* someAtOnce({ items }: { readonly items: readonly SummaryRow[] }) {
  yield* portions(items, rowsAtOnce);
}

/** What a message without settings says: refused by its schema. */
const noSettings: Present<SettingsMessage> = { timeZone: '', at: '', enabled: false, language: 0 };

export const summaryGrpc = grpcService(SummaryServiceService, (get) => {
  const summaries = get(SummaryController);
  const settings = get(SummarySettingsController);
  return {
    listSummaries: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => summaries.list(input),
      reply: ({ items, nextPageToken }) => ({ items: [...items], nextPageToken }),
    }),
    composeSummary: unary(routes.compose, {
      request: (body) => ({ body }),
      handle: (input) => summaries.compose(input),
      reply: shown,
    }),
    getSummary: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => summaries.get(input),
      reply: shown,
    }),
    listSummaryRows: serverStream(routes.rows, {
      request: (params) => ({ params, query: { format: 'json' as const } }),
      handle: async ({ params, position }) => someAtOnce(await summaries.rowItems(params.date, position)),
      reply: (items) => ({ items: [...items] }),
    }),
    getSummaryCard: unary(routes.card, {
      request: ({ date, language: spoken }) => ({
        params: { date },
        query: { language: languages.fromProto(spoken) },
      }),
      handle: (input) => summaries.card(input),
      reply: (message) => ({ message }),
    }),
    getSummarySettings: unary(routes.settings, {
      request: () => ({}),
      handle: () => settings.get(),
      reply: toSettings,
    }),
    changeSummarySettings: unary(routes.changeSettings, {
      request: ({ settings: wanted = noSettings }) => ({
        body: { ...wanted, language: languages.fromProto(wanted.language) },
      }),
      handle: (input) => settings.change(input),
      reply: toSettings,
    }),
  };
});
