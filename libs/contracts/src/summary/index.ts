export { eventsQuery, loggedEvent, loggedEventList, type EventsQuery, type LoggedEvent } from './api';
export { summaryErrors } from './errors';
