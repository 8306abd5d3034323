package handlers

import (
	"reflect"
	"runtime"
	"strings"

	"ashar/internal/civic"
)

// Handler answers one route.
type Handler func(*App, *Ctx) error

// Route is one row of the table: who may call what.
type Route struct {
	Method, Path string
	Handle       Handler
	Who          []civic.Role
}

// Who may call. A route whose path names a municipality, cycle or session
// wants the role there; for anybody without a role there the answer is 404.
var (
	public     = []civic.Role(nil)
	signedIn   = civic.Roles
	admins     = []civic.Role{civic.Administrator}
	teachers   = []civic.Role{civic.Administrator, civic.Trainer}     // of what every session begins with
	keepers    = []civic.Role{civic.Administrator, civic.Coordinator} // of people and villages
	planners   = []civic.Role{civic.Administrator, civic.Trainer, civic.Coordinator}
	conductors = []civic.Role{civic.Administrator, civic.Trainer, civic.Coordinator, civic.Facilitator}
	readers    = civic.Roles // of the municipality in the path
	deciders   = []civic.Role{civic.Administrator, civic.Coordinator, civic.Deputy}
	watchers   = []civic.Role{civic.Administrator, civic.Monitor} // the monitoring group alone writes its acts
)

// routes is the whole surface of Ashar.
var routes = []Route{
	{"GET", "/healthz", (*App).Health, public},
	{"GET", "/static/*", (*App).Static, public},
	{"GET", "/favicon.ico", (*App).Static, public},
	{"GET", "/apple-touch-icon.png", (*App).Static, public},
	{"GET", "/manifest.webmanifest", (*App).Static, public},
	{"GET", "/sw.js", (*App).Static, public},

	// signing in and out
	{"GET", "/login", (*App).Login, public},
	{"POST", "/login", (*App).SignIn, public},
	{"POST", "/logout", (*App).SignOut, signedIn},
	{"GET", "/invitations", (*App).InvitationCode, public},
	{"POST", "/invitations", (*App).TypeInvitation, public},
	{"GET", "/invitations/:token", (*App).Invitation, public},
	{"POST", "/invitations/:token", (*App).AcceptInvitation, public},

	{"GET", "/", (*App).Home, signedIn},
	{"POST", "/tour", (*App).EndTour, signedIn},
	{"GET", "/calendar", (*App).Calendar, signedIn},
	{"POST", "/calendar", (*App).SetCalendar, signedIn},
	{"GET", "/feeds/:token", (*App).Feed, public},

	// a hall: how its tablets and phones get in
	{"GET", "/trust", (*App).Trust, public},
	{"GET", "/trust/ashar.crt", (*App).TrustFile, public},
	{"GET", "/hall", (*App).HallPlaces, conductors},
	{"GET", "/municipalities/:municipality/hall", (*App).HallBox, conductors},
	{"POST", "/municipalities/:municipality/hall", (*App).SetWiFi, conductors},
	{"GET", "/municipalities/:municipality/hall/poster", (*App).Poster, conductors},
	{"GET", "/municipalities/:municipality/hall/poster.pdf", (*App).PosterPDF, conductors},

	// what moves between installations: a session or cycle as one signed file, carried or sent
	{"GET", "/sessions/:session/bundle", (*App).Bundle, conductors},
	{"POST", "/sessions/:session/bundle", (*App).SendBundle, conductors},
	{"POST", "/sessions/:session/bundle/file", (*App).TakeFile, conductors},
	{"GET", "/cycles/:cycle/bundle", (*App).Bundle, planners},
	{"POST", "/cycles/:cycle/bundle", (*App).SendBundle, planners},
	{"POST", "/cycles/:cycle/bundle/file", (*App).TakeFile, planners},
	{"GET", "/municipalities/:municipality/bundles", (*App).Bundles, conductors},
	{"POST", "/municipalities/:municipality/bundles", (*App).UploadBundle, keepers},
	{"GET", "/municipalities/:municipality/bundles/sent", (*App).BundlesSent, conductors},
	{"POST", "/municipalities/:municipality/bundles/keys", (*App).MakeBundleKey, keepers},
	{"POST", "/municipalities/:municipality/bundles/keys/:key/removal", (*App).EndBundleKey, keepers},
	{"GET", "/municipalities/:municipality/bundles/:bundle", (*App).BundlePreview, keepers},
	{"POST", "/municipalities/:municipality/bundles/:bundle", (*App).TakeBundle, keepers},
	{"GET", "/municipalities/:municipality/bundles/:bundle/file", (*App).HeldFile, keepers},
	{"POST", "/municipalities/:municipality/bundles/:bundle/removal", (*App).DropBundle, keepers},
	{"POST", "/municipalities/:municipality/bundles/:bundle/sending", (*App).RetryBundle, conductors},
	{"GET", "/bundles", (*App).Bundles, admins},
	{"POST", "/bundles", (*App).UploadBundle, admins},
	{"GET", "/bundles/:bundle", (*App).BundlePreview, admins},
	{"POST", "/bundles/:bundle", (*App).TakeBundle, admins},
	{"GET", "/bundles/:bundle/file", (*App).HeldFile, admins},
	{"POST", "/bundles/:bundle/removal", (*App).DropBundle, admins},
	{"POST", "/push", (*App).BeginPush, public}, // let in by a key, not by a role
	{"PUT", "/push/:bundle", (*App).PushPiece, public},

	// one's own account; rights and duties
	{"GET", "/account", (*App).Account, signedIn},
	{"POST", "/account", (*App).SaveAccount, signedIn},
	{"GET", "/account/password", (*App).Password, signedIn},
	{"POST", "/account/password", (*App).ChangePassword, signedIn},
	{"POST", "/account/devices/:device/removal", (*App).EndOwnDevice, signedIn},
	{"GET", "/outbox", (*App).Outbox, signedIn},
	{"GET", "/rights", (*App).Rights, public},
	{"GET", "/rights/:role", (*App).RoleRights, public},

	// people and their roles
	{"GET", "/users", (*App).Users, keepers},
	{"GET", "/users.xlsx", (*App).UsersSheet, admins},
	{"GET", "/users.csv", (*App).UsersSheet, admins},
	{"GET", "/users/new", (*App).NewUser, admins},
	{"POST", "/users/new", (*App).AddUser, admins},
	{"POST", "/users/cards", (*App).Cards, keepers},
	{"GET", "/users/:user", (*App).User, keepers},
	{"GET", "/users/:user/edit", (*App).EditUser, keepers},
	{"POST", "/users/:user/edit", (*App).SaveUser, keepers},
	{"POST", "/users/:user/roles", (*App).SetRole, keepers},
	{"POST", "/users/:user/access", (*App).SetAccess, keepers},
	{"POST", "/users/:user/invitation", (*App).Invite, keepers},
	{"POST", "/users/:user/devices/:device/removal", (*App).EndDevice, keepers},
	{"GET", "/municipalities/:municipality/people", (*App).MunicipalityUsers, keepers},
	{"GET", "/municipalities/:municipality/people.xlsx", (*App).UsersSheet, keepers},
	{"GET", "/municipalities/:municipality/people.csv", (*App).UsersSheet, keepers},
	{"GET", "/municipalities/:municipality/people/new", (*App).NewUser, keepers},
	{"POST", "/municipalities/:municipality/people/new", (*App).AddUser, keepers},

	// territory
	{"GET", "/territory", (*App).Territory, planners},
	{"GET", "/territory/new", (*App).NewOblast, admins},
	{"POST", "/territory/new", (*App).AddOblast, admins},
	{"GET", "/units/:unit", (*App).Unit, planners},
	{"GET", "/units/:unit/edit", (*App).EditUnit, keepers},
	{"POST", "/units/:unit/edit", (*App).SaveUnit, keepers},
	{"GET", "/units/:unit/new", (*App).NewUnit, keepers},
	{"POST", "/units/:unit/new", (*App).AddUnit, keepers},
	{"GET", "/units/:unit/removal", (*App).UnitRemoval, keepers},
	{"POST", "/units/:unit/removal", (*App).RemoveUnit, keepers},
	{"GET", "/units/:unit/below", (*App).Unit, admins}, // where a refused form stands
	{"POST", "/units/:unit/below", (*App).TakeUnits, admins},
	{"GET", "/units/:unit/people", (*App).Census, keepers},
	{"POST", "/units/:unit/people", (*App).SaveCensus, keepers},
	{"GET", "/territory/import", (*App).Import, admins},
	{"POST", "/territory/import", (*App).UploadImport, admins},
	{"GET", "/territory/export/:file", (*App).Export, admins},
	{"GET", "/municipalities/:municipality/territory/import", (*App).Import, keepers},
	{"POST", "/municipalities/:municipality/territory/import", (*App).UploadImport, keepers},
	{"GET", "/municipalities/:municipality/territory/export/:file", (*App).Export, keepers},
	{"GET", "/imports/:import", (*App).Preview, planners},
	{"POST", "/imports/:import", (*App).ConfirmImport, planners},
	{"POST", "/imports/:import/removal", (*App).DropImport, planners},

	// cycle and schedule
	{"GET", "/municipalities/:municipality", (*App).Municipality, readers},
	{"GET", "/municipalities/:municipality/cycles/new", (*App).NewCycle, planners},
	{"POST", "/municipalities/:municipality/cycles/new", (*App).SaveNewCycle, planners},
	{"POST", "/municipalities/:municipality/practice", (*App).MakePractice, conductors},
	{"POST", "/sessions/:session/removal", (*App).DropPractice, conductors},
	{"GET", "/municipalities/:municipality/cycles/sources", (*App).CycleSources, planners},
	{"GET", "/cycles/:cycle", (*App).Cycle, readers},
	{"GET", "/cycles/:cycle/edit", (*App).EditCycle, planners},
	{"POST", "/cycles/:cycle/edit", (*App).SaveCycle, planners},
	{"GET", "/cycles/:cycle/copy", (*App).CopyForm, planners},
	{"POST", "/cycles/:cycle/copy", (*App).CopySchedule, planners},
	{"POST", "/cycles/:cycle/status", (*App).SetCycleStatus, planners},
	{"GET", "/cycles/:cycle/schedule", (*App).Schedule, readers},
	{"GET", "/cycles/:cycle/schedule.pdf", (*App).SchedulePDF, readers},
	{"GET", "/cycles/:cycle/schedule.xlsx", (*App).ScheduleSheet, readers},
	{"GET", "/cycles/:cycle/schedule.csv", (*App).ScheduleSheet, readers},
	{"GET", "/cycles/:cycle/schedule.ics", (*App).ScheduleICS, readers},
	{"GET", "/cycles/:cycle/schedule/publication", (*App).Publication, readers},
	{"GET", "/cycles/:cycle/schedule/versions", (*App).Versions, readers},
	{"POST", "/cycles/:cycle/schedule/publication", (*App).FixSchedule, planners},
	{"POST", "/cycles/:cycle/schedule/filling", (*App).FillSchedule, planners},
	{"GET", "/cycles/:cycle/sessions/new", (*App).NewSession, planners},
	{"POST", "/cycles/:cycle/sessions/new", (*App).PlanNew, planners},
	{"GET", "/sessions/:session/plan", (*App).EditPlan, planners},
	{"POST", "/sessions/:session/plan", (*App).ChangePlan, planners},
	{"GET", "/sessions/:session/status", (*App).EditPlan, planners}, // where a refused form stands
	{"POST", "/sessions/:session/status", (*App).SetSessionStatus, planners},

	// dividing the budget: money, costs, the declared rule, rules side by side, divisions that were kept
	{"GET", "/cycles/:cycle/budget", (*App).Budget, readers},
	{"GET", "/cycles/:cycle/budget/division.pb", (*App).BudgetFile, readers},
	{"GET", "/cycles/:cycle/budget/file", (*App).PabulibFile, readers},
	{"POST", "/cycles/:cycle/budget/file", (*App).ReadPabulib, readers}, // nothing is kept
	{"GET", "/cycles/:cycle/budget/envelope", (*App).Envelope, readers},
	{"POST", "/cycles/:cycle/budget/envelope", (*App).AddEnvelope, planners},
	{"GET", "/cycles/:cycle/budget/envelope/:row", (*App).Envelope, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/budget/envelope/:row", (*App).ChangeEnvelope, planners},
	{"POST", "/cycles/:cycle/budget/envelope/:row/removal", (*App).DropEnvelope, planners},
	{"GET", "/cycles/:cycle/budget/costs", (*App).Costs, readers},
	{"GET", "/cycles/:cycle/budget/costs/:need", (*App).Cost, readers},
	{"POST", "/cycles/:cycle/budget/costs/:need", (*App).SetCost, planners},
	{"GET", "/cycles/:cycle/budget/rules", (*App).BudgetRules, readers},
	{"POST", "/cycles/:cycle/budget/rules", (*App).DeclareBudgetRules, planners},
	{"GET", "/cycles/:cycle/budget/lot", (*App).BudgetRules, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/budget/lot", (*App).DrawBudgetLot, planners},
	{"GET", "/cycles/:cycle/budget/allocations", (*App).Allocations, readers},
	{"POST", "/cycles/:cycle/budget/allocations", (*App).KeepAllocation, planners},
	{"GET", "/cycles/:cycle/budget/allocations/:allocation", (*App).Allocation, readers},
	{"GET", "/cycles/:cycle/budget/allocations/:allocation/division.pdf", (*App).AllocationPDF, readers},
	{"GET", "/cycles/:cycle/budget/allocations/:allocation/division.pb", (*App).AllocationFile, readers},
	{"GET", "/cycles/:cycle/budget/allocations/:allocation/overrides", (*App).Allocation, deciders}, // where a refused form stands
	{"POST", "/cycles/:cycle/budget/allocations/:allocation/overrides", (*App).OverrideAllocation, deciders},
	{"POST", "/cycles/:cycle/budget/allocations/:allocation/adoption", (*App).AdoptAllocation, deciders},
	// the plan, the costs and the money as tables: out into a file, and in again
	{"GET", "/cycles/:cycle/tables", (*App).Tables, planners},
	{"POST", "/cycles/:cycle/tables", (*App).UploadTables, planners},
	{"GET", "/cycles/:cycle/tables/:file", (*App).TablesFile, planners},
	// the joint action plan (БАП): its rows, what the council adopted, how it is carried out
	{"GET", "/cycles/:cycle/plan", (*App).JointPlan, readers},
	{"GET", "/cycles/:cycle/plan.pdf", (*App).JointPlanPDF, readers},
	{"GET", "/cycles/:cycle/plan.xlsx", (*App).JointPlanSheet, readers},
	{"GET", "/cycles/:cycle/plan.csv", (*App).JointPlanSheet, readers},
	{"GET", "/cycles/:cycle/plan/edit", (*App).EditJointPlan, planners},
	{"POST", "/cycles/:cycle/plan/edit", (*App).SaveJointPlan, planners},
	{"GET", "/cycles/:cycle/plan/suggestions", (*App).PlanSuggestions, planners},
	{"POST", "/cycles/:cycle/plan/suggestions", (*App).TakeActions, planners},
	{"GET", "/cycles/:cycle/plan/adoption", (*App).PlanAdoption, readers},
	{"POST", "/cycles/:cycle/plan/adoption", (*App).AdoptPlan, planners},
	{"GET", "/cycles/:cycle/plan/proposal", (*App).PlanAdoption, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/plan/proposal", (*App).ProposePlan, planners},
	{"GET", "/cycles/:cycle/plan/versions", (*App).PlanVersions, readers},
	{"GET", "/cycles/:cycle/actions/new", (*App).NewAction, planners},
	{"POST", "/cycles/:cycle/actions/new", (*App).AddAction, planners},
	{"GET", "/cycles/:cycle/actions/:action", (*App).Action, readers},
	{"GET", "/cycles/:cycle/actions/:action/edit", (*App).EditAction, planners},
	{"POST", "/cycles/:cycle/actions/:action/edit", (*App).SaveAction, planners},
	{"GET", "/cycles/:cycle/actions/:action/removal", (*App).EditAction, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/actions/:action/removal", (*App).DropAction, planners},
	{"GET", "/cycles/:cycle/actions/:action/reports", (*App).Action, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/actions/:action/reports", (*App).ReportAction, planners},
	{"GET", "/cycles/:cycle/actions/:action/steps", (*App).Action, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/actions/:action/steps", (*App).MarkStep, planners},
	// the consolidated list of a cycle
	{"GET", "/cycles/:cycle/needs", (*App).Needs, readers},
	{"GET", "/cycles/:cycle/needs.pdf", (*App).NeedsPDF, readers},
	{"GET", "/cycles/:cycle/needs.xlsx", (*App).NeedsSheet, readers},
	{"GET", "/cycles/:cycle/needs.csv", (*App).NeedsSheet, readers},
	{"GET", "/cycles/:cycle/needs/programme/:file", (*App).Programme, readers},
	{"POST", "/cycles/:cycle/needs/collection", (*App).CollectNeeds, planners},
	{"GET", "/cycles/:cycle/needs/survey", (*App).SurveyNeeds, readers},
	{"GET", "/cycles/:cycle/needs/joins", (*App).Joins, planners},
	{"POST", "/cycles/:cycle/needs/joins", (*App).JoinNeeds, planners},
	{"POST", "/cycles/:cycle/needs/joins/undo", (*App).UndoJoins, planners},
	{"GET", "/cycles/:cycle/needs/divergence", (*App).Needs, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/needs/divergence", (*App).AnswerDivergence, planners},
	{"GET", "/cycles/:cycle/needs/order", (*App).NeedOrder, planners},
	{"POST", "/cycles/:cycle/needs/order", (*App).OrderNeeds, planners},
	{"GET", "/cycles/:cycle/needs/:need", (*App).Need, readers},
	{"GET", "/cycles/:cycle/needs/:need/edit", (*App).EditNeed, planners},
	{"POST", "/cycles/:cycle/needs/:need/edit", (*App).SaveNeed, planners},
	{"POST", "/cycles/:cycle/needs/:need/split", (*App).SplitNeed, planners},
	// gatherings, hearings and meetings of a village: agenda, presence, slips and proposals, lists, minutes
	{"GET", "/cycles/:cycle/gatherings", (*App).Gatherings, readers},
	{"GET", "/cycles/:cycle/gatherings/new", (*App).NewGathering, conductors},
	{"POST", "/cycles/:cycle/gatherings/new", (*App).AddGathering, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering", (*App).Gathering, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/edit", (*App).EditGathering, conductors},
	{"POST", "/cycles/:cycle/gatherings/:gathering/edit", (*App).SaveGathering, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/status", (*App).Gathering, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/status", (*App).SetGatheringStatus, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/items", (*App).Gathering, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/items", (*App).AddItem, conductors},
	{"POST", "/cycles/:cycle/gatherings/:gathering/items/order", (*App).OrderItems, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/items/:item", (*App).Item, readers},
	{"POST", "/cycles/:cycle/gatherings/:gathering/items/:item", (*App).SaveItem, conductors},
	{"POST", "/cycles/:cycle/gatherings/:gathering/items/:item/state", (*App).SetItem, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/presence", (*App).Presence, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/presence.xlsx", (*App).PresenceSheet, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/presence.csv", (*App).PresenceSheet, readers},
	{"POST", "/cycles/:cycle/gatherings/:gathering/presence", (*App).SetPresence, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/proposals", (*App).GatheringProposals, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/proposals.xlsx", (*App).ProposalsSheet, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/proposals.csv", (*App).ProposalsSheet, readers},
	{"POST", "/cycles/:cycle/gatherings/:gathering/proposals", (*App).AddProposal, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/proposals/:proposal", (*App).GatheringProposal, readers},
	{"POST", "/cycles/:cycle/gatherings/:gathering/proposals/:proposal", (*App).SaveProposal, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/proposals/:proposal/votes", (*App).GatheringProposal, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/proposals/:proposal/votes", (*App).VoteProposal, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/proposals/:proposal/withdrawal", (*App).GatheringProposal, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/proposals/:proposal/withdrawal", (*App).WithdrawProposal, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/lists", (*App).Nominees, readers},
	{"POST", "/cycles/:cycle/gatherings/:gathering/lists", (*App).AddNominee, conductors},
	{"POST", "/cycles/:cycle/gatherings/:gathering/lists/previous", (*App).TakeNominees, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/lists/:nominee", (*App).Nominees, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/lists/:nominee", (*App).SetNominee, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/decisions", (*App).ClosingGathering, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/decisions", (*App).SaveGatheringDecisions, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/closing", (*App).ClosingGathering, conductors},
	{"POST", "/cycles/:cycle/gatherings/:gathering/closing", (*App).CloseGathering, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/correction", (*App).GatheringMinutesPage, conductors}, // where a refused form stands
	{"POST", "/cycles/:cycle/gatherings/:gathering/correction", (*App).CorrectGathering, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/minutes", (*App).GatheringMinutesPage, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/minutes.pdf", (*App).GatheringMinutesPDF, readers},
	{"GET", "/cycles/:cycle/gatherings/:gathering/slips.pdf", (*App).GatheringSlipsPDF, conductors},
	{"GET", "/cycles/:cycle/gatherings/:gathering/screen", (*App).GatheringScreen, readers},
	// the council: what it decides of needs and proposals, with reasons, and its resolutions
	{"GET", "/cycles/:cycle/council", (*App).Council, readers},
	{"GET", "/cycles/:cycle/council/decisions.xlsx", (*App).DecisionsSheet, readers},
	{"GET", "/cycles/:cycle/council/decisions.csv", (*App).DecisionsSheet, readers},
	{"GET", "/cycles/:cycle/council/needs/:need", (*App).Decision, readers},
	{"POST", "/cycles/:cycle/council/needs/:need", (*App).Decide, deciders},
	{"GET", "/cycles/:cycle/council/proposals/:proposal", (*App).Decision, readers},
	{"POST", "/cycles/:cycle/council/proposals/:proposal", (*App).Decide, deciders},
	{"GET", "/cycles/:cycle/council/decisions/:decision/answer", (*App).Decision, deciders}, // where a refused form stands
	{"POST", "/cycles/:cycle/council/decisions/:decision/answer", (*App).AnswerDecision, deciders},
	{"GET", "/cycles/:cycle/council/resolutions/new", (*App).NewResolution, deciders},
	{"POST", "/cycles/:cycle/council/resolutions/new", (*App).AddResolution, deciders},
	{"GET", "/cycles/:cycle/council/resolutions/:resolution", (*App).Resolution, readers},
	{"GET", "/cycles/:cycle/council/resolutions/:resolution/resolution.pdf", (*App).ResolutionPDF, readers},
	{"GET", "/cycles/:cycle/council/resolutions/:resolution/edit", (*App).EditResolution, deciders},
	{"POST", "/cycles/:cycle/council/resolutions/:resolution/edit", (*App).SaveResolution, deciders},
	{"GET", "/cycles/:cycle/council/resolutions/:resolution/adoption", (*App).Resolution, deciders}, // where a refused form stands
	{"POST", "/cycles/:cycle/council/resolutions/:resolution/adoption", (*App).AdoptResolution, deciders},
	{"POST", "/cycles/:cycle/council/resolutions/:resolution/removal", (*App).DropResolution, deciders},

	// letters about needs in another authority's power
	{"GET", "/cycles/:cycle/letters", (*App).Letters, readers},
	{"GET", "/cycles/:cycle/letters.xlsx", (*App).LettersSheet, readers},
	{"GET", "/cycles/:cycle/letters.csv", (*App).LettersSheet, readers},
	{"GET", "/cycles/:cycle/needs/:need/letters/new", (*App).NewLetter, planners},
	{"POST", "/cycles/:cycle/needs/:need/letters/new", (*App).AddLetter, planners},
	{"GET", "/cycles/:cycle/letters/:letter", (*App).Letter, readers},
	{"GET", "/cycles/:cycle/letters/:letter/letter.pdf", (*App).LetterPDF, readers},
	{"GET", "/cycles/:cycle/letters/:letter/edit", (*App).EditLetter, planners},
	{"POST", "/cycles/:cycle/letters/:letter/edit", (*App).SaveLetter, planners},
	{"GET", "/cycles/:cycle/letters/:letter/answer", (*App).Letter, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/letters/:letter/answer", (*App).AnswerLetter, planners},

	// a session: conducting, checklist, attendance
	{"GET", "/sessions/:session", (*App).Conductor, readers},
	{"GET", "/sessions/:session/ahead", (*App).StepsAhead, conductors},
	{"GET", "/sessions/:session/live", (*App).Live, readers},
	{"POST", "/sessions/:session/start", (*App).StartSession, conductors},
	{"POST", "/sessions/:session/step", (*App).GoToStep, conductors},
	{"POST", "/sessions/:session/extra", (*App).ExtendStep, conductors},
	{"POST", "/sessions/:session/pause", (*App).PauseStep, conductors},
	{"GET", "/sessions/:session/checks", (*App).Checklist, readers},
	{"GET", "/sessions/:session/checks/:number", (*App).CheckItem, readers},
	{"POST", "/sessions/:session/checks/:number", (*App).SetCheck, conductors},
	{"POST", "/sessions/:session/checks/:number/note", (*App).NoteCheck, conductors},
	{"GET", "/sessions/:session/checks/:number/photos", (*App).CheckItem, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/checks/:number/photos", (*App).AddCheckPhotos, conductors},
	{"GET", "/sessions/:session/attendance", (*App).Attendance, readers},
	{"POST", "/sessions/:session/attendance", (*App).SetCount, conductors},
	{"POST", "/sessions/:session/hall", (*App).SetHall, conductors},
	{"POST", "/sessions/:session/guests", (*App).AddGuest, conductors},
	{"POST", "/sessions/:session/guests/:guest/removal", (*App).RemoveGuest, conductors},
	{"GET", "/sessions/:session/attendees", (*App).Attendees, conductors},
	{"POST", "/sessions/:session/attendees", (*App).AddAttendee, conductors},
	{"POST", "/sessions/:session/attendees/:attendee/removal", (*App).ForgetAttendee, conductors},

	{"GET", "/sessions/:session/last", (*App).Last, readers},
	{"GET", "/sessions/:session/last.pdf", (*App).LastPDF, readers},
	{"GET", "/sessions/:session/circle", (*App).Circle, readers},
	{"POST", "/sessions/:session/circle", (*App).TakeTurn, conductors},
	{"GET", "/sessions/:session/circle/seats", (*App).Circle, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/circle/seats", (*App).SetCircle, conductors},

	{"GET", "/sessions/:session/along", (*App).Along, conductors},
	{"GET", "/sessions/:session/here", (*App).Here, readers},
	{"POST", "/sessions/:session/here", (*App).TellHere, readers},

	// everybody writes before anybody speaks
	{"GET", "/sessions/:session/silent", (*App).Silent, readers},
	{"POST", "/sessions/:session/silent", (*App).OpenSilence, conductors},
	{"GET", "/sessions/:session/silent/slips", (*App).Silent, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/silent/slips", (*App).TypeSlip, conductors},
	{"POST", "/sessions/:session/silent/shown", (*App).ShowSlips, conductors},
	{"POST", "/sessions/:session/silent/statements", (*App).LetSent, conductors},

	// participants' phones: the facilitator's side
	{"GET", "/sessions/:session/phones", (*App).Phones, conductors},
	{"POST", "/sessions/:session/phones", (*App).SetPhones, conductors},
	{"POST", "/sessions/:session/phones/statements/:statement", (*App).JudgeSent, conductors},
	{"GET", "/sessions/:session/phones/slips", (*App).Phones, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/phones/slips", (*App).PrintSlips, conductors},
	{"POST", "/sessions/:session/phones/voters", (*App).SetVoters, conductors},
	{"POST", "/sessions/:session/phones/kiosk", (*App).StartKiosk, conductors},
	{"POST", "/sessions/:session/phones/hands", (*App).EndHand, conductors},

	// participants' phones: no account, no role; what the phone keeps says which session
	{"GET", "/j", (*App).JoinCode, public},
	{"POST", "/j", (*App).TypeJoinCode, public},
	{"GET", "/j/:code", (*App).JoinForm, public},
	{"POST", "/j/:code", (*App).JoinSession, public},
	{"GET", "/p", (*App).Phone, public},
	{"GET", "/p/live", (*App).PhoneLive, public},
	{"GET", "/p/vote", (*App).Vote, public},
	{"POST", "/p/vote", (*App).CastVote, public},
	{"GET", "/p/say", (*App).Say, public},
	{"POST", "/p/say", (*App).SendStatement, public},
	{"GET", "/p/said", (*App).Said, public},
	{"POST", "/p/hand", (*App).AskToSpeak, public},
	{"POST", "/p/leave", (*App).LeavePhone, public},

	// a tablet that is handed round
	{"GET", "/k", (*App).Kiosk, public},
	{"GET", "/k/vote", (*App).KioskVote, public},
	{"POST", "/k/vote", (*App).CastKioskVote, public},
	{"GET", "/k/done", (*App).KioskDone, public},
	{"POST", "/k/end", (*App).EndKiosk, public},

	// what people said: statements, cards, working them through
	{"GET", "/sessions/:session/priorities", (*App).Priorities, readers},
	{"QUERY", "/sessions/:session/priorities/similar", (*App).Similar, conductors}, // what somebody says stands in no address
	{"GET", "/sessions/:session/statements", (*App).Priorities, conductors},        // where a refused form stands
	{"POST", "/sessions/:session/statements", (*App).AddStatements, conductors},
	{"GET", "/sessions/:session/statements/:statement", (*App).Statement, readers},
	{"POST", "/sessions/:session/statements/:statement", (*App).EditStatement, conductors},
	{"POST", "/sessions/:session/statements/:statement/card", (*App).PlaceStatement, conductors},
	{"GET", "/sessions/:session/statements/:statement/withdrawal", (*App).Statement, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/statements/:statement/withdrawal", (*App).WithdrawStatement, conductors},
	{"POST", "/sessions/:session/edits/:edit", (*App).SettleEdit, conductors},
	{"GET", "/sessions/:session/priorities/top", (*App).Top, readers},
	{"GET", "/sessions/:session/priorities/order", (*App).Order, conductors},
	{"POST", "/sessions/:session/priorities/order", (*App).OrderPriorities, conductors},
	{"GET", "/sessions/:session/priorities/merge", (*App).Merge, conductors},
	{"POST", "/sessions/:session/priorities/merge", (*App).MergePriorities, conductors},
	{"GET", "/sessions/:session/priorities/:priority", (*App).Priority, readers},
	{"POST", "/sessions/:session/priorities/:priority", (*App).SaveOutcome, conductors},
	{"GET", "/sessions/:session/priorities/:priority/card", (*App).Card, readers},
	{"POST", "/sessions/:session/priorities/:priority/card", (*App).SaveCard, conductors},
	{"GET", "/sessions/:session/priorities/:priority/photos", (*App).Card, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/priorities/:priority/photos", (*App).AddCardPhotos, conductors},
	{"POST", "/sessions/:session/priorities/:priority/split", (*App).Split, conductors},
	{"GET", "/sessions/:session/priorities/:priority/withdrawal", (*App).Withdrawal, conductors},
	{"POST", "/sessions/:session/priorities/:priority/withdrawal", (*App).WithdrawPriority, conductors},
	{"GET", "/sessions/:session/photos/:photo", (*App).Picture, readers},
	{"GET", "/sessions/:session/photos/:photo/thumbnail", (*App).Thumbnail, readers},
	{"GET", "/sessions/:session/photos/:photo/caption", (*App).Photo, readers},
	{"POST", "/sessions/:session/photos/:photo/caption", (*App).CaptionPhoto, conductors},
	{"GET", "/sessions/:session/photos/:photo/card", (*App).Photo, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/photos/:photo/card", (*App).PlacePhoto, conductors},
	{"GET", "/sessions/:session/photos/:photo/removal", (*App).PhotoRemoval, conductors},
	{"POST", "/sessions/:session/photos/:photo/removal", (*App).RemovePhoto, conductors},
	{"GET", "/sessions/:session/people", (*App).People, readers},
	{"POST", "/sessions/:session/people", (*App).AddVolunteer, conductors},
	{"POST", "/sessions/:session/people/:person/removal", (*App).ForgetVolunteer, conductors},
	{"GET", "/sessions/:session/remarks", (*App).People, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/remarks", (*App).AddRemark, conductors},
	{"GET", "/sessions/:session/remarks/:remark", (*App).Remark, readers},
	{"POST", "/sessions/:session/remarks/:remark", (*App).SaveRemark, conductors},
	{"GET", "/sessions/:session/remarks/:remark/withdrawal", (*App).Remark, conductors}, // where a refused form stands
	{"POST", "/sessions/:session/remarks/:remark/withdrawal", (*App).WithdrawRemark, conductors},
	{"GET", "/templates/:template", (*App).Template, teachers},
	{"POST", "/templates/:template", (*App).SaveRow, teachers},
	{"POST", "/templates/:template/order", (*App).OrderRows, teachers},
	{"POST", "/templates/:template/retired", (*App).RetireRow, teachers},
	{"GET", "/templates/:template/sources", (*App).TemplateSources, teachers},
	{"POST", "/templates/:template/sources", (*App).TakeTemplate, teachers},
	{"GET", "/municipalities/:municipality/templates/:template", (*App).Template, planners},
	{"POST", "/municipalities/:municipality/templates/:template", (*App).SaveRow, planners},
	{"POST", "/municipalities/:municipality/templates/:template/order", (*App).OrderRows, planners},
	{"POST", "/municipalities/:municipality/templates/:template/retired", (*App).RetireRow, planners},
	{"GET", "/municipalities/:municipality/templates/:template/sources", (*App).TemplateSources, planners},
	{"POST", "/municipalities/:municipality/templates/:template/sources", (*App).TakeTemplate, planners},
	{"GET", "/sectors", (*App).Sectors, admins},
	{"POST", "/sectors", (*App).SaveSector, admins},
	{"GET", "/municipalities/:municipality/sectors", (*App).Sectors, planners},
	{"POST", "/municipalities/:municipality/sectors", (*App).SaveSector, planners},

	// the four analyses of the seed, and many cycles side by side
	{"GET", "/cycles/:cycle/analysis", (*App).Analysis, readers},
	{"GET", "/cycles/:cycle/analysis/:file", (*App).AnalysisFile, readers},
	{"GET", "/sessions/:session/analysis", (*App).SessionAnalysis, readers},
	// surveys: asking what a meeting cannot
	{"GET", "/municipalities/:municipality/surveys", (*App).Surveys, readers},
	{"GET", "/municipalities/:municipality/surveys/new", (*App).NewSurvey, planners},
	{"POST", "/municipalities/:municipality/surveys/new", (*App).AddSurvey, planners},
	{"GET", "/municipalities/:municipality/surveys/import", (*App).NewSurvey, planners}, // where a refused file stands
	{"POST", "/municipalities/:municipality/surveys/import", (*App).ImportSurvey, planners},
	{"GET", "/surveys/:survey", (*App).Survey, readers},
	{"GET", "/surveys/:survey/edit", (*App).EditSurvey, planners},
	{"POST", "/surveys/:survey/edit", (*App).SaveSurvey, planners},
	{"GET", "/surveys/:survey/status", (*App).Survey, planners}, // where a refused form stands
	{"POST", "/surveys/:survey/status", (*App).SetSurvey, planners},
	{"GET", "/surveys/:survey/publicity", (*App).Survey, planners},
	{"POST", "/surveys/:survey/publicity", (*App).ShowSurvey, planners},
	{"GET", "/surveys/:survey/preview", (*App).AskPreview, readers},
	{"GET", "/surveys/:survey/contacts", (*App).SurveyContacts, planners},
	{"GET", "/surveys/:survey/interview", (*App).Interview, conductors},
	{"POST", "/surveys/:survey/interview", (*App).BeginAsking, conductors},
	{"GET", "/surveys/:survey/interview/:response", (*App).Ask, conductors},
	{"POST", "/surveys/:survey/interview/:response", (*App).AnswerScreen, conductors},
	{"GET", "/surveys/:survey/interview/:response/end", (*App).AskThanks, conductors},
	{"POST", "/surveys/:survey/interview/:response/end", (*App).SendResponse, conductors}, // what a tablet's outbox sends
	{"POST", "/surveys/:survey/kiosk", (*App).StartAskKiosk, conductors},
	{"GET", "/surveys/:survey/kiosk", (*App).Survey, conductors},

	// people answer by themselves
	{"GET", "/q", (*App).AskCode, public},
	{"POST", "/q", (*App).TypeAskCode, public},
	{"GET", "/q/:code", (*App).AskIntro, public},
	{"POST", "/q/:code", (*App).BeginAsking, public},
	{"GET", "/q/:code/withdrawal", (*App).AskWithdrawal, public},
	{"POST", "/q/:code/withdrawal", (*App).WithdrawResponse, public},
	{"GET", "/q/:code/contact", (*App).AskIntro, public},
	{"POST", "/q/:code/contact", (*App).LeaveContact, public},
	{"GET", "/q/:code/kiosk", (*App).AskIntro, public},
	{"POST", "/q/:code/kiosk", (*App).EndAskKiosk, public},
	{"GET", "/q/:code/files/:number/:name", (*App).AskFile, public},
	{"GET", "/q/:code/:response", (*App).Ask, public},
	{"POST", "/q/:code/:response", (*App).AnswerScreen, public},
	{"GET", "/q/:code/:response/end", (*App).AskThanks, public},
	{"POST", "/q/:code/:response/end", (*App).SendAnswers, public},
	{"GET", "/surveys/:survey/questionnaire", (*App).Questionnaire, readers},
	{"GET", "/surveys/:survey/questionnaire/order", (*App).Questionnaire, planners},
	{"POST", "/surveys/:survey/questionnaire/order", (*App).OrderQuestions, planners},
	{"GET", "/surveys/:survey/questionnaire/kinds", (*App).QuestionKinds, planners},
	{"GET", "/surveys/:survey/questionnaire/question", (*App).Question, planners},
	{"POST", "/surveys/:survey/questionnaire/question", (*App).SaveQuestion, planners},
	{"GET", "/surveys/:survey/questionnaire/pictures", (*App).QuestionPictures, planners},
	{"POST", "/surveys/:survey/questionnaire/pictures", (*App).SaveQuestionPictures, planners},
	{"GET", "/surveys/:survey/questionnaire/removal", (*App).QuestionRemoval, planners},
	{"POST", "/surveys/:survey/questionnaire/removal", (*App).RemoveQuestion, planners},
	{"GET", "/surveys/:survey/questionnaire/words", (*App).QuestionnaireWords, planners},
	{"POST", "/surveys/:survey/questionnaire/words", (*App).SaveQuestionnaireWords, planners},
	{"GET", "/surveys/:survey/questionnaire/file", (*App).QuestionnaireFile, planners},
	{"POST", "/surveys/:survey/questionnaire/file", (*App).ImportQuestionnaire, planners},
	{"GET", "/surveys/:survey/questionnaire/file/confirm", (*App).QuestionnaireFile, planners},
	{"POST", "/surveys/:survey/questionnaire/file/confirm", (*App).ConfirmQuestionnaire, planners},
	{"GET", "/surveys/:survey/questionnaire/preview", (*App).QuestionnairePreview, readers},
	{"GET", "/surveys/:survey/questionnaire/versions", (*App).QuestionnaireVersions, readers},
	{"GET", "/surveys/:survey/questionnaire/versions/:number", (*App).QuestionnaireVersion, readers},
	{"GET", "/surveys/:survey/questionnaire/versions/:number/file", (*App).DownloadQuestionnaire, readers},
	{"GET", "/surveys/:survey/questionnaire/publish", (*App).Publishing, planners},
	{"POST", "/surveys/:survey/questionnaire/publish", (*App).PublishQuestionnaire, planners},
	{"GET", "/surveys/:survey/questionnaire/drop", (*App).Publishing, planners},
	{"POST", "/surveys/:survey/questionnaire/drop", (*App).DropQuestionnaire, planners},
	{"GET", "/surveys/:survey/results", (*App).Results, readers},
	{"GET", "/surveys/:survey/results.pdf", (*App).ResultsFile, readers},
	{"GET", "/surveys/:survey/results.xlsx", (*App).ResultsFile, readers},
	{"GET", "/surveys/:survey/results.csv", (*App).ResultsFile, readers},
	{"GET", "/surveys/:survey/results/:question", (*App).AnswersInWords, readers},
	{"GET", "/surveys/:survey/results/:question/tags", (*App).AnswersInWords, planners}, // where a refused form stands
	{"POST", "/surveys/:survey/results/:question/tags", (*App).SaveTag, planners},
	{"GET", "/surveys/:survey/results/:question/drop", (*App).AnswersInWords, planners},
	{"POST", "/surveys/:survey/results/:question/drop", (*App).DropTag, planners},
	{"GET", "/surveys/:survey/results/:question/tagged", (*App).AnswersInWords, planners},
	{"POST", "/surveys/:survey/results/:question/tagged", (*App).TagAnswers, planners},
	{"GET", "/surveys/:survey/responses", (*App).SurveyResponses, planners},
	{"GET", "/surveys/:survey/responses/:response", (*App).SurveyResponse, planners},
	{"GET", "/surveys/:survey/responses/:response/files/:name", (*App).ResponsePicture, planners},
	{"GET", "/surveys/:survey/responses/:response/out", (*App).SurveyResponse, planners},
	{"POST", "/surveys/:survey/responses/:response/out", (*App).ExcludeResponse, planners},
	{"GET", "/surveys/:survey/responses/:response/edit", (*App).SurveyResponse, planners},
	{"POST", "/surveys/:survey/responses/:response/edit", (*App).EditResponse, planners},
	{"GET", "/surveys/:survey/conflicts/:conflict", (*App).SurveyResponses, planners},
	{"POST", "/surveys/:survey/conflicts/:conflict", (*App).SettleConflict, planners},
	{"GET", "/surveys/:survey/data/:file", (*App).SurveyData, planners},
	{"GET", "/surveys/:survey/live", (*App).SurveyLive, readers},
	{"GET", "/surveys/:survey/needs", (*App).Results, planners}, // where a refused form stands
	{"POST", "/surveys/:survey/needs", (*App).ChooseNeeds, planners},
	{"GET", "/surveys/:survey/sample", (*App).Sample, readers},
	{"GET", "/surveys/:survey/sample/draw", (*App).SampleDraw, planners},
	{"POST", "/surveys/:survey/sample/draw", (*App).DrawSample, planners},
	{"POST", "/surveys/:survey/sample/assign", (*App).AssignVisits, planners},
	{"GET", "/surveys/:survey/visits", (*App).SurveyVisits, conductors},
	{"GET", "/surveys/:survey/visits.pdf", (*App).VisitsPDF, conductors},
	{"GET", "/surveys/:survey/visits/:visit", (*App).SurveyVisit, conductors},
	{"POST", "/surveys/:survey/visits/:visit", (*App).SetSurveyVisit, conductors},
	{"GET", "/surveys/:survey/slips", (*App).SurveySlips, planners},
	{"POST", "/surveys/:survey/slips", (*App).PrintSurveySlips, planners},
	{"GET", "/surveys/:survey/poster.pdf", (*App).SurveyPoster, readers},
	{"GET", "/surveys/:survey/paper.pdf", (*App).SurveyPaper, readers},
	{"GET", "/surveys/:survey/keying", (*App).KeyedSheets, conductors},
	{"POST", "/surveys/:survey/keying", (*App).BeginKeying, conductors},
	{"GET", "/surveys/:survey/keying/:sheet", (*App).Keying, conductors},
	{"POST", "/surveys/:survey/keying/:sheet", (*App).SaveKeying, conductors},
	{"GET", "/surveys/:survey/keying/:sheet/settlement", (*App).Keying, conductors},
	{"POST", "/surveys/:survey/keying/:sheet/settlement", (*App).SettleKeying, conductors},
	{"POST", "/surveys/:survey/keying/:sheet/drop", (*App).DropKeying, conductors},

	{"GET", "/municipalities/:municipality/analysis", (*App).MunicipalityAnalysis, readers},
	{"GET", "/municipalities/:municipality/analysis/:file", (*App).MunicipalityAnalysisFile, readers},
	{"GET", "/analysis", (*App).AllAnalysis, teachers},
	{"GET", "/analysis/:file", (*App).AllAnalysisFile, teachers},

	// what everybody may see: without signing in, without a script
	{"GET", "/cycles/:cycle/publication", (*App).Publicity, readers},
	{"POST", "/cycles/:cycle/publication", (*App).SetPublicity, planners},
	{"GET", "/open", (*App).PublicPlaces, public},
	{"GET", "/open/:place", (*App).PublicPlace, public},
	{"GET", "/open/surveys/:code", (*App).PublicResults, public},
	{"GET", "/open/cycles/:id", (*App).PublicCycle, public},
	{"GET", "/open/cycles/:id/feed.atom", (*App).PublicFeed, public},
	{"GET", "/open/cycles/:id/dates.ics", (*App).PublicDates, public},
	{"GET", "/open/cycles/:id/board.pdf", (*App).BoardPDF, public},
	{"GET", "/open/cycles/:id/data", (*App).PublicData, public},
	{"GET", "/open/cycles/:id/data/:file", (*App).PublicDataFile, public},
	{"GET", "/open/photos/:photo", (*App).PublicPhoto, public},
	{"GET", "/open/photos/:photo/thumbnail", (*App).PublicThumbnail, public},
	{"GET", "/n", (*App).PassportCode, public},
	{"GET", "/n/:code", (*App).Passport, public},
	{"GET", "/n/:code/feed.atom", (*App).PassportFeed, public},
	{"GET", "/n/:code/dates.ics", (*App).PassportDates, public},

	// programs that read: let in by a token, not by a role; who is told what is published
	{"GET", "/api/openapi.json", (*App).OpenAPI, public},
	{"GET", "/api/v1/cycles", (*App).APICycles, public},
	{"GET", "/api/v1/cycles/:id/:set", (*App).APIDataset, public},
	{"GET", "/municipalities/:municipality/access", (*App).Access, keepers},
	{"GET", "/municipalities/:municipality/access/tokens", (*App).Access, keepers}, // where a refused form stands
	{"POST", "/municipalities/:municipality/access/tokens", (*App).AddToken, keepers},
	{"POST", "/municipalities/:municipality/access/tokens/:token/removal", (*App).EndToken, keepers},
	{"GET", "/municipalities/:municipality/access/webhooks", (*App).Access, keepers}, // where a refused form stands
	{"POST", "/municipalities/:municipality/access/webhooks", (*App).AddHook, keepers},
	{"POST", "/municipalities/:municipality/access/webhooks/:hook/removal", (*App).EndHook, keepers},
	{"POST", "/municipalities/:municipality/access/webhooks/events/:event", (*App).RetryHook, keepers},

	// the end of a session, its minutes and papers
	{"GET", "/sessions/:session/closing", (*App).Closing, conductors},
	{"POST", "/sessions/:session/closing", (*App).CloseSession, conductors},
	{"POST", "/sessions/:session/reading", (*App).SetReading, conductors},
	{"POST", "/sessions/:session/signatures/:role", (*App).Sign, conductors},
	{"POST", "/sessions/:session/corrections", (*App).CorrectSession, conductors},
	{"GET", "/sessions/:session/minutes", (*App).MinutesPage, readers},
	{"GET", "/sessions/:session/minutes.pdf", (*App).MinutesPDF, readers},
	{"GET", "/sessions/:session/checks.pdf", (*App).ChecklistPDF, readers},
	{"GET", "/sessions/:session/forms/:form", (*App).BlankPDF, readers},
	{"GET", "/s/:code", (*App).ByCode, public}, // who may not read the minutes sees what became of them

	// the monitoring group's side, and the aiyl okmotu's answers: neither can write the other's
	{"GET", "/cycles/:cycle/monitoring", (*App).Monitoring, readers},
	{"GET", "/cycles/:cycle/monitoring/visits/new", (*App).EditVisit, watchers},
	{"POST", "/cycles/:cycle/monitoring/visits/new", (*App).SaveVisit, watchers},
	{"GET", "/cycles/:cycle/monitoring/visits/:visit", (*App).EditVisit, watchers},
	{"POST", "/cycles/:cycle/monitoring/visits/:visit", (*App).SaveVisit, watchers},
	{"GET", "/cycles/:cycle/monitoring/visits/:visit/removal", (*App).EditVisit, watchers}, // where a refused form stands
	{"POST", "/cycles/:cycle/monitoring/visits/:visit/removal", (*App).DropVisit, watchers},
	{"GET", "/cycles/:cycle/monitoring/acts.xlsx", (*App).ActsSheet, readers},
	{"GET", "/cycles/:cycle/monitoring/acts.csv", (*App).ActsSheet, readers},
	{"GET", "/cycles/:cycle/monitoring/acts/new", (*App).NewAct, watchers},
	{"GET", "/cycles/:cycle/monitoring/acts/:act", (*App).Act, readers},
	{"POST", "/cycles/:cycle/monitoring/acts/:act", (*App).SaveAct, watchers},
	{"POST", "/cycles/:cycle/monitoring/acts/:act/removal", (*App).DropAct, watchers},
	{"GET", "/cycles/:cycle/monitoring/acts/:act/act.pdf", (*App).ActPDF, readers},
	{"GET", "/cycles/:cycle/monitoring/acts/:act/answer", (*App).Act, planners}, // where a refused form stands
	{"POST", "/cycles/:cycle/monitoring/acts/:act/answer", (*App).AnswerAct, planners},
	{"GET", "/cycles/:cycle/monitoring/acts/:act/photos", (*App).Act, watchers}, // where a refused form stands
	{"POST", "/cycles/:cycle/monitoring/acts/:act/photos", (*App).AddActPhotos, watchers},
	{"GET", "/cycles/:cycle/monitoring/acts/:act/photos/:photo", (*App).ActPicture, readers},
	{"GET", "/cycles/:cycle/monitoring/acts/:act/photos/:photo/thumbnail", (*App).ActThumbnail, readers},
	{"GET", "/cycles/:cycle/monitoring/acts/:act/photos/:photo/removal", (*App).ActPhotoRemoval, watchers},
	{"POST", "/cycles/:cycle/monitoring/acts/:act/photos/:photo/removal", (*App).RemoveActPhoto, watchers},
	{"GET", "/cycles/:cycle/monitoring/reports/new", (*App).PeriodReport, watchers},
	{"POST", "/cycles/:cycle/monitoring/reports/new", (*App).SavePeriodReport, watchers},
	{"GET", "/cycles/:cycle/monitoring/reports/:report", (*App).PeriodReport, readers},
	{"POST", "/cycles/:cycle/monitoring/reports/:report", (*App).SavePeriodReport, watchers},
	{"GET", "/cycles/:cycle/monitoring/reports/:report/report.pdf", (*App).PeriodReportPDF, readers},

	// the wall: what the projector shows, who decides it, and browsers that show it without anybody signed in
	{"GET", "/sessions/:session/screen", (*App).Screen, conductors},
	{"GET", "/sessions/:session/wall", (*App).Wall, conductors},
	{"POST", "/sessions/:session/wall", (*App).SetWall, conductors},
	{"POST", "/sessions/:session/screens", (*App).OfferScreen, conductors},
	{"POST", "/sessions/:session/screens/:screen/removal", (*App).EndScreen, conductors},
	{"GET", "/w", (*App).PlainScreen, public},
	{"POST", "/w", (*App).TakeScreen, public},
	{"GET", "/w/live", (*App).ScreenLive, public},
	{"GET", "/w/:code", (*App).ScreenCode, public},

	// a session: ranking
	{"GET", "/sessions/:session/rounds", (*App).Rounds, readers},
	{"POST", "/sessions/:session/rounds", (*App).OpenRound, conductors},
	{"GET", "/sessions/:session/rounds/new", (*App).NewRound, conductors},
	{"GET", "/sessions/:session/rounds/:round", (*App).Round, readers},
	{"POST", "/sessions/:session/rounds/:round/votes", (*App).CountVotes, conductors},
	{"POST", "/sessions/:session/rounds/:round/pairs", (*App).AnswerPair, conductors},
	{"POST", "/sessions/:session/rounds/:round/scores", (*App).SetScore, conductors},
	{"POST", "/sessions/:session/rounds/:round/ballots", (*App).PutBallot, conductors},
	{"POST", "/sessions/:session/rounds/:round/phones", (*App).CountPhones, conductors},
	{"POST", "/sessions/:session/rounds/:round/confirmation", (*App).ConfirmRound, conductors},
	{"POST", "/sessions/:session/rounds/:round/closing", (*App).CloseRound, conductors},
	{"POST", "/sessions/:session/rounds/:round/cancellation", (*App).CancelRound, conductors},
	{"POST", "/sessions/:session/rounds/:round/result", (*App).RevealRound, conductors},
	{"GET", "/sessions/:session/rounds/:round/ballots", (*App).BallotsFile, readers},
	{"POST", "/sessions/:session/rounds/:round/lot", (*App).DrawLot, conductors},
}

// Listed is a route as `ashar routes` prints it.
type Listed struct {
	Method  string   `json:"method"`
	Path    string   `json:"path"`
	Handler string   `json:"handler"`
	Roles   []string `json:"roles"`
}

// List is the route table as data; a public route has the one role "public".
func List() []Listed {
	out := make([]Listed, len(routes))
	for i, r := range routes {
		out[i] = Listed{Method: r.Method, Path: r.Path, Handler: handlerName(r.Handle), Roles: []string{"public"}}
		if r.Who != nil {
			out[i].Roles = nil
			for _, role := range r.Who {
				out[i].Roles = append(out[i].Roles, string(role))
			}
		}
	}
	return out
}

// handlerName is the method's own name: Home for (*App).Home.
func handlerName(h Handler) string {
	name := runtime.FuncForPC(reflect.ValueOf(h).Pointer()).Name()
	return name[strings.LastIndexByte(name, '.')+1:]
}
