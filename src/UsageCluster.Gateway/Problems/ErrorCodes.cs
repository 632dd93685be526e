using System.Reflection;

namespace UsageCluster.Gateway.Problems;

/// <summary>Every error of the API. A code is part of the contract: it is never renamed or used for something else.</summary>
public static class ErrorCodes
{
    /// <summary>A query parameter is malformed, out of range, missing or given twice.</summary>
    public static readonly ErrorCode InvalidParameter = new("invalid_parameter", 400, "A parameter is invalid");

    /// <summary>A part of the path is malformed.</summary>
    public static readonly ErrorCode InvalidPath = new("invalid_path", 400, "The path is invalid");

    /// <summary>The body is not what the endpoint reads, or one of its fields is malformed.</summary>
    public static readonly ErrorCode InvalidBody = new("invalid_body", 400, "The body is invalid");

    /// <summary>Some events of a meter client's call were rejected; the others are booked.</summary>
    public static readonly ErrorCode EventsRejected = new("events_rejected", 400, "Some events were rejected");

    /// <summary>The request breaks HTTP itself.</summary>
    public static readonly ErrorCode InvalidRequest = new("invalid_request", 400, "The request is invalid");

    /// <summary>No key, or one that is not taken.</summary>
    public static readonly ErrorCode Unauthorized = new("unauthorized", 401, "A valid API key is needed");

    /// <summary>The key lacks the scope that the endpoint needs.</summary>
    public static readonly ErrorCode InsufficientScope = new("insufficient_scope", 403, "The key lacks the scope");

    /// <summary>The key may not see the company, or there is no such company.</summary>
    public static readonly ErrorCode CompanyNotAccessible = new("company_not_accessible", 403, "The key does not see this company");

    /// <summary>No endpoint answers at the path.</summary>
    public static readonly ErrorCode NotFound = new("not_found", 404, "Nothing is here");

    /// <summary>There is no such company.</summary>
    public static readonly ErrorCode CompanyNotFound = new("company_not_found", 404, "There is no such company");

    /// <summary>There is no such ATS.</summary>
    public static readonly ErrorCode AtsNotFound = new("ats_not_found", 404, "There is no such ATS");

    /// <summary>The ATS does not manage the company.</summary>
    public static readonly ErrorCode MemberNotFound = new("member_not_found", 404, "The ATS does not manage this company");

    /// <summary>There is no such key.</summary>
    public static readonly ErrorCode KeyNotFound = new("key_not_found", 404, "There is no such key");

    /// <summary>There is no price rule of the agent focus.</summary>
    public static readonly ErrorCode PriceRuleNotFound = new("price_rule_not_found", 404, "There is no such price rule");

    /// <summary>The catalogue has no such cost key.</summary>
    public static readonly ErrorCode CostKeyNotFound = new("cost_key_not_found", 404, "There is no such cost key");

    /// <summary>There is no such plan.</summary>
    public static readonly ErrorCode PlanNotFound = new("plan_not_found", 404, "There is no such plan");

    /// <summary>There is no such alert.</summary>
    public static readonly ErrorCode AlertNotFound = new("alert_not_found", 404, "There is no such alert");

    /// <summary>There is no such webhook.</summary>
    public static readonly ErrorCode WebhookNotFound = new("webhook_not_found", 404, "There is no such webhook");

    /// <summary>The webhook has no such delivery.</summary>
    public static readonly ErrorCode DeliveryNotFound = new("delivery_not_found", 404, "There is no such delivery");

    /// <summary>There is no such row of monthly usage.</summary>
    public static readonly ErrorCode UsageRowNotFound = new("usage_row_not_found", 404, "There is no such row of usage");

    /// <summary>The company has no event of this id.</summary>
    public static readonly ErrorCode EventNotFound = new("event_not_found", 404, "There is no such event");

    /// <summary>The endpoint does not take the method.</summary>
    public static readonly ErrorCode MethodNotAllowed = new("method_not_allowed", 405, "The method is not allowed here");

    /// <summary>No representation fits Accept and Accept-Encoding.</summary>
    public static readonly ErrorCode NotAcceptable = new("not_acceptable", 406, "No representation is acceptable");

    /// <summary>The request took too long to arrive.</summary>
    public static readonly ErrorCode RequestTimeout = new("request_timeout", 408, "The request took too long to arrive");

    /// <summary>Another transaction of the company has the id.</summary>
    public static readonly ErrorCode TransactionConflict = new("transaction_conflict", 409, "The id is taken by another transaction");

    /// <summary>Another alert has the id.</summary>
    public static readonly ErrorCode AlertConflict = new("alert_conflict", 409, "The id is taken by another alert");

    /// <summary>An alert names the webhook.</summary>
    public static readonly ErrorCode WebhookInUse = new("webhook_in_use", 409, "Alerts name the webhook");

    /// <summary>The key is revoked or expired, for good.</summary>
    public static readonly ErrorCode KeyEnded = new("key_ended", 409, "The key is no longer taken");

    /// <summary>The event is voided: it cannot be corrected any more.</summary>
    public static readonly ErrorCode AlreadyVoided = new("already_voided", 409, "The event is voided");

    /// <summary>A correction of the same id has other content.</summary>
    public static readonly ErrorCode ConflictingCorrection = new("conflicting_correction", 409, "The correction's id is taken");

    /// <summary>The event has as many corrections as are allowed.</summary>
    public static readonly ErrorCode TooManyCorrections = new("too_many_corrections", 409, "The event has too many corrections");

    /// <summary>The body is longer than the endpoint takes.</summary>
    public static readonly ErrorCode BodyTooLarge = new("body_too_large", 413, "The body is too large");

    /// <summary>A call carries more events than it may.</summary>
    public static readonly ErrorCode TooManyEvents = new("too_many_events", 413, "Too many events");

    /// <summary>The body's media type or coding is not one that the endpoint reads.</summary>
    public static readonly ErrorCode UnsupportedMediaType = new("unsupported_media_type", 415, "The media type is not supported");

    /// <summary>The body names a company that does not exist.</summary>
    public static readonly ErrorCode UnknownCompany = new("unknown_company", 422, "There is no such company");

    /// <summary>The body names an owner of the key or alert that does not exist.</summary>
    public static readonly ErrorCode UnknownOwner = new("unknown_owner", 422, "There is no such owner");

    /// <summary>A scope lies beyond what keys of the kind can have.</summary>
    public static readonly ErrorCode ScopeNotAllowed = new("scope_not_allowed", 422, "The kind of key cannot have this scope");

    /// <summary>The company's balance would leave 64 bits of millionths, or it has too many transactions.</summary>
    public static readonly ErrorCode TransactionNotPossible = new("transaction_not_possible", 422, "The transaction is not possible");

    /// <summary>The body names a webhook that does not exist.</summary>
    public static readonly ErrorCode UnknownWebhook = new("unknown_webhook", 422, "There is no such webhook");

    /// <summary>The webhook's URL is one that the server does not send to.</summary>
    public static readonly ErrorCode WebhookUrlNotAllowed = new("webhook_url_not_allowed", 422, "The URL is not allowed");

    /// <summary>The body names a plan that does not exist.</summary>
    public static readonly ErrorCode UnknownPlan = new("unknown_plan", 422, "There is no such plan");

    /// <summary>A company can be on credits only from an instant at which a price rule for any focus is in force.</summary>
    public static readonly ErrorCode NoPriceRule = new("no_price_rule", 422, "No price rule is in force");

    /// <summary>An amount, or a total with it, leaves 64 bits.</summary>
    public static readonly ErrorCode QuantityOverflow = new("quantity_overflow", 422, "The amount is too large");

    /// <summary>The company uses as many cost keys as are allowed.</summary>
    public static readonly ErrorCode TooManyCostKeys = new("too_many_cost_keys", 422, "The company has too many cost keys");

    /// <summary>The company uses as many combinations of cost key, agent focus, direction and resolution as are allowed.</summary>
    public static readonly ErrorCode TooManyLines = new("too_many_lines", 422, "The company has too many combinations");

    /// <summary>A queue is full; the same request may succeed later.</summary>
    public static readonly ErrorCode Overloaded = new("overloaded", 429, "The server is busy");

    /// <summary>A defect of the server.</summary>
    public static readonly ErrorCode InternalError = new("internal_error", 500, "The server failed");

    /// <summary>The store or a company cannot be used now; the same request may succeed later.</summary>
    public static readonly ErrorCode Unavailable = new("unavailable", 503, "The service is unavailable");

    /// <summary>Every code, by status, then by code.</summary>
    public static IReadOnlyList<ErrorCode> All => Collected.Codes;

    // Its own class: it is filled when all fields above have their values.
    private static class Collected
    {
        internal static readonly IReadOnlyList<ErrorCode> Codes =
        [
            .. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(f => f.FieldType == typeof(ErrorCode))
                .Select(f => (ErrorCode)f.GetValue(null)!)
                .OrderBy(c => c.Status)
                .ThenBy(c => c.Code, StringComparer.Ordinal),
        ];
    }
}
