using System.Text.Json;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Monthly;

/// <summary>Monthly rows as JSON. Every field is always there.</summary>
internal static class MonthlyJson
{
    private static readonly JsonEncodedText Price = JsonEncodedText.Encode("price");
    private static readonly JsonEncodedText Units = JsonEncodedText.Encode("number_of_units");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("total_amount");

    /// <summary>A page as HAL, as the members of the object that is open.</summary>
    public static void WritePage(Utf8JsonWriter json, IReadOnlyList<MonthlyRow> rows, PageLinks links, MonthlyQuery query, long total, long pages)
    {
        json.WriteStartObject("_links");
        links.Write(json);
        json.WriteEndObject();
        links.Write(json);
        PageLinks.Write(json, "show", links.Self);
        json.WriteNumber("page", query.Page);
        json.WriteNumber("per_page", query.PerPage);
        json.WriteNumber("total", total);
        json.WriteNumber("pages", pages);
        json.WriteStartObject("_embedded");
        json.WriteStartArray("usage");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            WriteRow(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A row with its link, as the members of the object that is open.</summary>
    public static void WriteRow(Utf8JsonWriter json, MonthlyRow row)
    {
        json.WriteStartObject("_links");
        PageLinks.Write(json, "self", row.Path);
        json.WriteEndObject();
        WriteFields(json, row);
    }

    /// <summary>A row without its link, as an object.</summary>
    public static void WriteLine(Utf8JsonWriter json, MonthlyRow row)
    {
        json.WriteStartObject();
        WriteFields(json, row);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, MonthlyRow row)
    {
        json.WriteString("id", row.Id);
        json.WriteString("account_id", row.CompanyId);
        json.WriteString("product_id", row.ProductId);
        json.WriteString("aggr_product_id", row.AggrProductId);
        json.WriteString("month", row.Month);
        json.WriteString("type", row.Type);
        json.WriteString("description", row.Description);
        json.WriteString("currency", row.Price.Currency);
        json.WriteString("direction", EventWords.Of(row.Key.Direction));
        json.WriteString("resolution", EventWords.Of(row.Key.Resolution));
        json.WriteString("unit", row.Price.Unit);
        ExactNumber.WriteMicro(json, Price, row.Price.PriceMicro);
        json.WriteString("wallet_name", row.WalletName);
        ExactNumber.WriteMicro(json, Units, row.UnitsMicro);
        ExactNumber.WriteMicro(json, Amount, row.AmountMicro);
    }
}
