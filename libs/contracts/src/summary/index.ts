export { eventsQuery, loggedEvent, loggedEventList, type LoggedEvent } from './api';
