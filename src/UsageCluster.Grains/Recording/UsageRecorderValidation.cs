using Microsoft.Extensions.Options;

namespace UsageCluster.Grains.Recording;

/// <summary>Tells the host at its start which option is out of range.</summary>
internal sealed class UsageRecorderValidation : IValidateOptions<UsageRecorderOptions>
{
    public ValidateOptionsResult Validate(string? name, UsageRecorderOptions options)
    {
        try
        {
            options.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
    }
}
