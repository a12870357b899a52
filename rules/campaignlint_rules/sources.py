"""Where Marketo's behaviour is documented: the public addresses that rules cite."""

_DOCS = "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts"
_FLOW_ACTIONS = f"{_DOCS}/smart-campaigns/flow-actions"
_USING_CAMPAIGNS = f"{_DOCS}/smart-campaigns/using-smart-campaigns"
_NATION = "https://nation.marketo.com/t5"

EXEC = f"{_FLOW_ACTIONS}/execute-campaign"
REQ = f"{_FLOW_ACTIONS}/request-campaign"
RFF = f"{_FLOW_ACTIONS}/remove-from-flow"
FTOK = f"{_FLOW_ACTIONS}/use-tokens-in-flow-steps"
QUAL = f"{_USING_CAMPAIGNS}/edit-qualification-rules-in-a-smart-campaign"
TIER = (
    f"{_NATION}/product-documents/tkb-p/product_and_support-documents/"
    "label-name/execute%20campaign"
)
TOKCTX = (
    f"{_NATION}/product-documents/executable-campaigns-overriding-token-context/ta-p/316568"
)
REST_CAMPAIGNS = (
    "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/"
    "smart-campaigns"
)
