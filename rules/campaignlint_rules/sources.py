"""Where Marketo's behaviour is documented: the public addresses that rules cite."""

_DOCS = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts"
)
_FLOW_ACTIONS = f"{_DOCS}/smart-campaigns/flow-actions"
_USING_CAMPAIGNS = f"{_DOCS}/smart-campaigns/using-smart-campaigns"
_NATION = "https://nation.marketo.com/t5"

EXEC = f"{_FLOW_ACTIONS}/execute-campaign"
REQ = f"{_FLOW_ACTIONS}/request-campaign"
RFF = f"{_FLOW_ACTIONS}/remove-from-flow"
FTOK = f"{_FLOW_ACTIONS}/use-tokens-in-flow-steps"
STEPS = f"{_FLOW_ACTIONS}/add-a-flow-step-to-a-smart-campaign"
CHOICE = f"{_FLOW_ACTIONS}/use-add-choice-in-a-flow-step"
CHANGEVAL = f"{_FLOW_ACTIONS}/change-data-value"
DELETE = f"{_FLOW_ACTIONS}/delete-person"
HOOKSC = f"{_FLOW_ACTIONS}/use-a-webhook-in-a-smart-campaign"
SSFS = f"{_FLOW_ACTIONS}/flow-step-service"
WAIT = f"{_FLOW_ACTIONS}/wait/wait-overview"
WAITDUR = f"{_FLOW_ACTIONS}/wait/use-a-duration-in-a-wait-flow-step"
WAITTOK = f"{_FLOW_ACTIONS}/wait/use-a-date-token-in-a-wait-flow-step"
CISREQ = (
    f"{_USING_CAMPAIGNS}/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested"
)
CHECK = f"{_DOCS}/smart-campaigns/creating-a-smart-campaign/smart-campaign-checklist"
OPERATORS = (
    f"{_DOCS}/smart-lists-and-static-lists/creating-a-smart-list/"
    "smart-list-filter-operators-glossary"
)
LISTBP = (
    f"{_DOCS}/smart-lists-and-static-lists/creating-a-smart-list/best-practices-for-smart-lists"
)
LOGIC = (
    f"{_DOCS}/smart-lists-and-static-lists/using-smart-lists/using-advanced-smart-list-rule-logic"
)
BATTRIG = (
    f"{_DOCS}/smart-campaigns/creating-a-smart-campaign/"
    "understanding-batch-and-trigger-smart-campaigns"
)
VALUES = (
    f"{_DOCS}/smart-lists-and-static-lists/using-smart-lists/"
    "add-multiple-values-to-a-smart-list-filter"
)
RENAME = f"{_DOCS}/miscellaneous/rename-a-marketo-asset"
ARCHIVING = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/release-notes/previous-releases/2026/"
    "release-notes-aug-26"
)
FOLDERS = f"{_DOCS}/miscellaneous/understanding-folders"
MYTOK = f"{_DOCS}/programs/tokens/understanding-my-tokens-in-a-program"
COMM = f"{_USING_CAMPAIGNS}/apply-communication-limits-to-smart-campaign"
RECURRING = f"{_USING_CAMPAIGNS}/schedule-a-recurring-batch-campaign"
IDLE = f"{_USING_CAMPAIGNS}/automatic-trigger-campaign-cleanup"
QUAL = f"{_USING_CAMPAIGNS}/edit-qualification-rules-in-a-smart-campaign"
TIER = (
    f"{_NATION}/product-documents/tkb-p/product_and_support-documents/label-name/execute%20campaign"
)
TOKCTX = f"{_NATION}/product-documents/executable-campaigns-overriding-token-context/ta-p/316568"
EXVSREQ = f"{_NATION}/product-blogs/executable-campaign-vs-campaign-is-requested/bc-p/320258"
ORDER = (
    f"{_NATION}/champion-program-blogs/how-to-control-order-of-operations-in-marketo/ba-p/245891"
)
RACE = f"{_NATION}/product-blogs/the-case-of-the-racing-triggers/ba-p/242321"
TWP = "https://theworkflowpro.com/marketo-executable-campaign-vs-request-campaign"
DPI = "https://digitalpi.com/blog/marketo-executable-campaigns/"
ETUMOS = (
    "https://etumos.com/marketo-engage/"
    "how-to-use-marketos-idle-campaign-cleanup-to-spot-optimizations-in-your-instance/"
)
PULL = f"{_NATION}/product-blogs/before-you-pull-the-trigger-on-triggers/ba-p/242151"
TRIGBP = f"{_NATION}/knowledgebase/trigger-campaign-best-practices/ta-p/250322"
MERLIN = "https://merlinleonard.com/en/marketo-office-hours-smart-list-and-advanced-flow/"
REST_CAMPAIGNS = (
    "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/"
    "smart-campaigns"
)
