import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { button, command, feature, form, opener, type Reply } from '../../bot/define.ts';
import { about } from './about.ts';
import { tellAdded } from './added-notice.ts';
import { aboutCard, groupCard, listCard, myCard } from './cards.ts';
import { connect } from './connect.ts';
import { create } from './create.ts';
import { edit } from './edit.ts';
import { followEndedOffices } from './ended-offices.ts';
import { giveRole } from './give-role.ts';
import { chooseToJoinCard, chooseToLeaveCard, joinedCard, joinForm, leaveForm, leftCard } from './join-cards.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import { list } from './list.ts';
import { connectedCard, disconnectedCard, manageCard, roleGivenCard, savedCard } from './manage-cards.ts';
import { createForm, editForm, rolesForm } from './manage-forms.ts';
import { manage, type Managed } from './manage.ts';
import { my } from './my.ts';
import { groupNotices } from './notices.ts';
import { openCreate } from './open-create.ts';
import { openEdit } from './open-edit.ts';
import { openJoin, type OpenJoin } from './open-join.ts';
import { openLeave, type OpenLeave } from './open-leave.ts';
import { openRoles } from './open-roles.ts';
import { repostStatement } from './repost-statement.ts';
import { show } from './show.ts';
import { suspendBoardMembers } from './suspend.ts';

const showJoin = (opened: OpenJoin): Reply =>
  'ask' in opened ? { form: joinForm(opened.ask) } : { whisper: chooseToJoinCard(opened.choose) };

const showLeave = (opened: OpenLeave): Reply =>
  'ask' in opened ? { form: leaveForm(opened.ask) } : { whisper: chooseToLeaveCard(opened.choose) };

function showManaged(done: Managed): Reply {
  if ('menu' in done) return { whisper: manageCard(done.menu, done.unknown) };
  if ('page' in done) return { whisper: groupCard(done.page) };
  if ('create' in done) return { form: createForm(done.create.zone) };
  if ('edit' in done) return { form: editForm(done.edit) };
  if ('roles' in done) return { form: rolesForm(done.roles) };
  if ('connected' in done) return { whisper: connectedCard(done.connected) };
  return { whisper: disconnectedCard(done.disconnected) };
}

/** Who began to sit on the Board, and whose office ended. */
async function followAppointments(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await suspendBoardMembers(ctx, entry);
  await followEndedOffices(ctx, entry);
}

const named = (rest: string) => ({ group: rest });

export const groups = feature('groups', {
  commands: [
    command({ word: 'list', aliases: ['groups'], about: 'The working groups, their next meetings, and joining' }, list, (facts) => ({
      whisper: listCard(facts),
    })),
    command({ word: 'join', opens: true, takes: '[group]', about: 'Join a working group', input: named }, openJoin, showJoin),
    command(
      { word: 'leave', opens: true, takes: '[group]', about: 'Leave a working group', audience: 'member', input: named },
      openLeave,
      showLeave,
    ),
    command({ word: 'my', aliases: ['mine'], about: 'Your groups, meetings and answers', audience: 'member' }, my, (page) => ({
      whisper: myCard(page),
    })),
    command(
      {
        word: 'group',
        takes: '[create | edit | roles | connect | disconnect]',
        about: 'Create, change and connect working groups',
        audience: 'secretariat',
        input: (rest, place) => ({ rest, channelId: place?.channelId, channelName: place?.channelName }),
      },
      manage,
      showManaged,
    ),
  ],
  buttons: [
    button('groups.list', list, (facts) => ({ whisper: listCard(facts) })),
    button('groups.about', about, ({ bodyName }) => ({ whisper: aboutCard(bodyName) })),
    button('groups.show', show, (page) => ({ whisper: groupCard(page) })),
    button('groups.my', my, (page) => ({ whisper: myCard(page) })),
    opener('groups.open-join', openJoin, showJoin),
    opener('groups.open-leave', openLeave, showLeave),
    opener('groups.open-create', openCreate, ({ zone }) => ({ form: createForm(zone) })),
    opener('groups.open-edit', openEdit, (facts) => ({ form: editForm(facts) })),
    opener('groups.open-roles', openRoles, (facts) => ({ form: rolesForm(facts) })),
    button('groups.connect', connect, (facts) => ({ whisper: connectedCard(facts) })),
  ],
  forms: [
    form('groups.join', join, (group) => ({ whisper: joinedCard(group) })),
    form('groups.leave', leave, (group) => ({ whisper: leftCard(group) })),
    form('groups.create', create, (group) => ({ whisper: savedCard(group, true) })),
    form('groups.edit', edit, (group) => ({ whisper: savedCard(group, false) })),
    form('groups.give-role', giveRole, (given) => ({ whisper: roleGivenCard(given) })),
  ],
  notices: groupNotices,
  reactions: {
    'directory.appointments-changed': followAppointments,
    'directory.addPerson': tellAdded,
    'directory.request-added': tellAdded,
    'statements.publish': repostStatement,
  },
});
