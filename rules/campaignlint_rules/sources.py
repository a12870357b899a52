"""URLs of the public pages that document Marketo's behavior, which rules cite."""

_DOCS = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts"
)
_FLOW_ACTIONS = f"{_DOCS}/smart-campaigns/flow-actions"
_USING_CAMPAIGNS = f"{_DOCS}/smart-campaigns/using-smart-campaigns"
_NATION = "https://nation.marketo.com/t5"

EXECUTE_CAMPAIGN = f"{_FLOW_ACTIONS}/execute-campaign"
REQUEST_CAMPAIGN = f"{_FLOW_ACTIONS}/request-campaign"
REMOVE_FROM_FLOW = f"{_FLOW_ACTIONS}/remove-from-flow"
TOKENS_IN_FLOW_STEPS = f"{_FLOW_ACTIONS}/use-tokens-in-flow-steps"
ADD_FLOW_STEP = f"{_FLOW_ACTIONS}/add-a-flow-step-to-a-smart-campaign"
ADD_CHOICE = f"{_FLOW_ACTIONS}/use-add-choice-in-a-flow-step"
CHANGE_DATA_VALUE = f"{_FLOW_ACTIONS}/change-data-value"
SEND_ALERT = f"{_FLOW_ACTIONS}/send-alert"
DELETE_PERSON = f"{_FLOW_ACTIONS}/delete-person"
_SALESFORCE_ACTIONS = f"{_DOCS}/smart-campaigns/salesforce-flow-actions"
SYNC_TO_SFDC = f"{_SALESFORCE_ACTIONS}/sync-person-to-sfdc"
CHANGE_OWNER = f"{_SALESFORCE_ACTIONS}/change-owner"
IMPLIED_SALESFORCE_ACTIONS = (
    "https://experienceleague.adobe.com/docs/marketo/using/product-docs/crm-sync/"
    "salesforce-sync/implied-salesforce-actions.html"
)
WEBHOOKS = f"{_FLOW_ACTIONS}/use-a-webhook-in-a-smart-campaign"
FLOW_STEP_SERVICE = f"{_FLOW_ACTIONS}/flow-step-service"
WAIT = f"{_FLOW_ACTIONS}/wait/wait-overview"
WAIT_DURATION = f"{_FLOW_ACTIONS}/wait/use-a-duration-in-a-wait-flow-step"
WAIT_DATE_TOKEN = f"{_FLOW_ACTIONS}/wait/use-a-date-token-in-a-wait-flow-step"
CAMPAIGN_IS_REQUESTED = (
    f"{_USING_CAMPAIGNS}/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested"
)
CAMPAIGN_CHECKLIST = f"{_DOCS}/smart-campaigns/creating-a-smart-campaign/smart-campaign-checklist"
FILTER_OPERATORS = (
    f"{_DOCS}/smart-lists-and-static-lists/creating-a-smart-list/"
    "smart-list-filter-operators-glossary"
)
SMART_LIST_BEST_PRACTICES = (
    f"{_DOCS}/smart-lists-and-static-lists/creating-a-smart-list/best-practices-for-smart-lists"
)
FILTER_LOGIC = (
    f"{_DOCS}/smart-lists-and-static-lists/using-smart-lists/using-advanced-smart-list-rule-logic"
)
BATCH_OR_TRIGGER = (
    f"{_DOCS}/smart-campaigns/creating-a-smart-campaign/"
    "understanding-batch-and-trigger-smart-campaigns"
)
FILTER_VALUES = (
    f"{_DOCS}/smart-lists-and-static-lists/using-smart-lists/"
    "add-multiple-values-to-a-smart-list-filter"
)
CLONE_PROGRAM = f"{_DOCS}/programs/working-with-programs/clone-a-program"
RENAME_ASSET = f"{_DOCS}/miscellaneous/rename-a-marketo-asset"
ARCHIVING = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/release-notes/previous-releases/2026/"
    "release-notes-aug-26"
)
FOLDERS = f"{_DOCS}/miscellaneous/understanding-folders"
PROGRAM_MEMBERSHIP = f"{_DOCS}/programs/creating-programs/understanding-program-membership"
CHANGE_PROGRAM_STATUS = f"{_DOCS}/smart-campaigns/program-flow-actions/change-program-status"
MY_TOKENS = f"{_DOCS}/programs/tokens/understanding-my-tokens-in-a-program"
TOKENS_OVERVIEW = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/demand-generation/"
    "landing-pages/personalizing-landing-pages/tokens-overview"
)
MEMBER_TOKENS = f"{_DOCS}/programs/tokens/program-member-custom-field-tokens"
COMMUNICATION_LIMITS = f"{_USING_CAMPAIGNS}/apply-communication-limits-to-smart-campaign"
RECURRING_CAMPAIGNS = f"{_USING_CAMPAIGNS}/schedule-a-recurring-batch-campaign"
TRIGGER_CAMPAIGN_CLEANUP = f"{_USING_CAMPAIGNS}/automatic-trigger-campaign-cleanup"
QUALIFICATION_RULES = f"{_USING_CAMPAIGNS}/edit-qualification-rules-in-a-smart-campaign"
EXECUTABLE_TIERS = (
    f"{_NATION}/product-documents/tkb-p/product_and_support-documents/label-name/execute%20campaign"
)
TOKEN_CONTEXT = (
    f"{_NATION}/product-documents/executable-campaigns-overriding-token-context/ta-p/316568"
)
EXECUTE_OR_REQUEST = (
    f"{_NATION}/product-blogs/executable-campaign-vs-campaign-is-requested/bc-p/320258"
)
ORDER_OF_OPERATIONS = (
    f"{_NATION}/champion-program-blogs/how-to-control-order-of-operations-in-marketo/ba-p/245891"
)
RACING_TRIGGERS = f"{_NATION}/product-blogs/the-case-of-the-racing-triggers/ba-p/242321"
WORKFLOW_PRO_EXECUTE_OR_REQUEST = (
    "https://theworkflowpro.com/marketo-executable-campaign-vs-request-campaign"
)
DIGITAL_PI_EXECUTABLE_CAMPAIGNS = "https://digitalpi.com/blog/marketo-executable-campaigns/"
ETUMOS_IDLE_CAMPAIGNS = (
    "https://etumos.com/marketo-engage/"
    "how-to-use-marketos-idle-campaign-cleanup-to-spot-optimizations-in-your-instance/"
)
WAIT_AND_QUALIFICATION = (
    f"{_NATION}/product-blogs/the-impact-of-wait-steps-on-smart-campaign-qualification/ba-p/243795"
)
BEFORE_TRIGGERS = f"{_NATION}/product-blogs/before-you-pull-the-trigger-on-triggers/ba-p/242151"
TRIGGER_BEST_PRACTICES = f"{_NATION}/knowledgebase/trigger-campaign-best-practices/ta-p/250322"
MERLIN_LEONARD_SMART_LISTS = (
    "https://merlinleonard.com/en/marketo-office-hours-smart-list-and-advanced-flow/"
)
REST_CAMPAIGNS = (
    "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/"
    "smart-campaigns"
)
REAL_CHANGES = (
    f"{_NATION}/product-blogs/"
    "determining-if-a-data-value-change-is-a-real-change-in-a-few/ba-p/356014"
)
WEBHOOK_IS_CALLED = "https://blog.teknkl.com/fun-with-the-webhook-is-called-trigger"
REST_SMART_LISTS = (
    "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/smart-lists"
)
