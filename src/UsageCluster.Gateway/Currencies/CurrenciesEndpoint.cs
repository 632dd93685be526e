using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Currencies;

/// <summary><c>GET</c> and <c>HEAD /billing/currencies</c>: the whole list, the same for every key.</summary>
internal static class CurrenciesEndpoint
{
    private static readonly string[] MediaTypes = ["application/json"];

    /// <summary>Answers a request.</summary>
    public static Task HandleAsync(HttpContext context)
    {
        MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes);
        return Envelope.WriteAsync(context, "Currencies fetched", static json => Envelope.WriteRows(json, CurrencyList.All, Write));
    }

    private static void Write(Utf8JsonWriter json, Currency currency)
    {
        json.WriteStartObject();
        json.WriteString("code", currency.Code);
        json.WriteString("name", currency.Name);
        if (currency.MinorUnits is { } digits)
            json.WriteNumber("minorUnits", digits);
        else
            json.WriteNull("minorUnits");
        json.WriteString("number", currency.Number);
        json.WriteEndObject();
    }
}
