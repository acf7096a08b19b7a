import { commonErrors } from '@tutti/contracts/common';
import { eventsQuery, loggedEventList } from '@tutti/contracts/summary';
import { defineRoute } from '@tutti/service-kit';

export const events = defineRoute({
  method: 'GET',
  path: '',
  permission: 'events:read',
  summary: 'Read the log',
  description:
    'Pages of history, newest first or after a position. A filter by type may give a short page: `nextPageToken` says ' +
    'whether there is more. With `Accept: text/event-stream` the log from `after` (or `Last-Event-ID`, or from now) and ' +
    'then live as Server-Sent Events, whose ids are positions; `resync` says that positions have lost their meaning, ' +
    '`expired` that the access token has ended. Each context shows its events to those who may read its resources.',
  query: eventsQuery,
  response: loggedEventList,
  produces: 'text/event-stream',
  errors: [commonErrors['page.invalid'], commonErrors['request.rate-limited']],
});
