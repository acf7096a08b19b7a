export {
  changePassword,
  changeUser,
  createUser,
  newPassword,
  session,
  signIn,
  user,
  userList,
  userName,
  type Session,
  type User,
} from './api';
export { identityErrors } from './errors';
export { userEvents, userNameEvents, type UserEvent } from './events';
export { role, type Role } from './roles';
